"""The directory: who is bound by what, whom to ask, what they require, and our record with them."""
