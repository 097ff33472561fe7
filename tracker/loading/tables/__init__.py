"""One module per table: how its rows are checked, and which service keeps them."""
