"""Calendar feeds: made, looked at, revoked by those who are signed in; read by calendar programs by their secret."""
