"""MLA Tracker remembers and shows what `workflows` decides."""

from tracker.celery import app as celery_app

__all__ = ["celery_app"]
