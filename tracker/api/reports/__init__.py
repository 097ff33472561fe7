"""Reports as JSON and CSV."""
