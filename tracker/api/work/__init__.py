"""What needs somebody, what is late, which reminders reached nobody."""
