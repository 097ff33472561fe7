"""The document of the API itself, and its browsable form."""
