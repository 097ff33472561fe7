"""One module per channel, nothing but its table: how a request travels."""
