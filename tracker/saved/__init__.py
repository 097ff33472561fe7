"""Views of the register that people keep and share; a view is a question, never an answer."""
