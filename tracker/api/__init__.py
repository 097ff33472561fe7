"""The API under /api/v1/: what the pages can do, for other programs. It calls the services that the pages call."""
