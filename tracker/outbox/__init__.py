"""What must leave this system: rows first, then attempts until it is accepted or given up in plain sight."""
