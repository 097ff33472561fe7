"""Pages on which people make, see and revoke the tokens of their own programs."""
