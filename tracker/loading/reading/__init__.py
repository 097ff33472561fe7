"""Turns files that nobody has vouched for into tables of text, or into sentences on what is wrong."""

from tracker.loading.reading.files import read_files

__all__ = ["read_files"]
