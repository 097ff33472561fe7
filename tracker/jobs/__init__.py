"""The Celery edge: a task is one service call with the time of the clock."""
