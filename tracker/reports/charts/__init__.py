"""Pictures of tables: each a value that says what it shows, and draws itself wide and narrow."""
