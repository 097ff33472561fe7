"""Views: authorise, read, one service call, render."""
