"""The logs, for auditors."""
