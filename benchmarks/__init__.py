"""How quick lists, reads and writes are beside the bare SQL for the same rows: by hand, never part of a gate."""
