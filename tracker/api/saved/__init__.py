"""Kept views of the register."""
