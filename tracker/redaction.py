"""Addresses that are secrets stay out of the logs."""

from __future__ import annotations

import logging
import re
from typing import Final

SECRET_ADDRESS: Final = re.compile(r"(/calendar/)[^/\s\"'?]+")


class WithoutSecrets(logging.Filter):
    """Writes a line without the secret of a calendar feed, which would open it to every reader of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, with its words put together."""
        record.msg, record.args = SECRET_ADDRESS.sub(r"\1…", record.getMessage()), None
        return True
