"""Monthly status enquiries: which requests are due for one, the letters for them, and what was sent."""
