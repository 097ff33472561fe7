"""Lists of requests: the register, the worklist, the overdue dashboard."""
