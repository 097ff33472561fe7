"""Channels, instruments and the shared vocabulary as data: a client can build its own form."""
