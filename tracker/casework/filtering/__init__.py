"""What each part of the filter asks of a request; `tracker.casework.filters` puts them together."""
