"""Status enquiries: what is due, letters for what was selected, and which of them were sent."""
