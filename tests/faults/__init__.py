"""Real processes on real servers, killed in the middle of their work."""
