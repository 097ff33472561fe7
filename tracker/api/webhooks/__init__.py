"""Where events are announced, and what became of each announcement."""
