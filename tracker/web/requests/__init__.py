"""The pages of one request: logging it, its page, what can be done to it."""
