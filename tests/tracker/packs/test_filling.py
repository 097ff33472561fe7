"""Packs filled in: the figures of the reports, over what the reader counts, and nothing silently left out."""
