"""What was answered to a call that may come again: kept in the transaction that did the work."""
