"""One module per treaty or law, nothing but its table: what binds."""
