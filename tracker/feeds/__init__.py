"""Deadlines for calendar programs (RFC 5545): reference, rule, date and link, never what a case is about."""
