"""Small figures hidden, and with them whatever would tell them."""
