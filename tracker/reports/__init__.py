"""Figures. One module per report; all of them read spells and never write."""
