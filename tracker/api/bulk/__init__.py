"""One thing done with many requests at once."""
