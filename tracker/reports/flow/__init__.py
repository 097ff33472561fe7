"""Carried forward, new, reopened, closed and pending: a balance of stretches of being open."""
