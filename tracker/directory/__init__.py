"""Reference data: jurisdictions, what binds them, whom to write to, and when they work."""
