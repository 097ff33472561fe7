"""Requests for assistance: read, logged, changed, acted on."""
