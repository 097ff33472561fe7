"""Keeping views, and mailing them once a week."""

from tracker.saved.services.keeping import Question, change_view, forget_view, save_view
from tracker.saved.services.mailing import mail_weekly, prepare, queue_due, stop_mail

__all__ = [
    "Question",
    "change_view",
    "forget_view",
    "mail_weekly",
    "prepare",
    "queue_due",
    "save_view",
    "stop_mail",
]
