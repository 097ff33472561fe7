"""One module per treaty or law, nothing but its table: what binds, through which channels, within which times."""
