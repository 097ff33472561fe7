"""Monthly status enquiries: what is due, letters for it, and what was sent."""
