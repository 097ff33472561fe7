"""Requests, what was asked and answered, who holds the paper, and the log of all of it."""
