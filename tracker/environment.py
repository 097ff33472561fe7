"""Reads the environment. A variable that cannot be understood stops the program at once and says why."""

import hashlib
import os
import re
import secrets
import tempfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_str(name: str, default: str = "") -> str:
    """A text; an empty variable counts as none."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool = False) -> bool:
    """1, true, yes, on, or their opposites."""
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    text = env_str(name)
    if text and text.lower() not in words:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")
    return words[text.lower()] if text else default


def env_int(name: str, default: int) -> int:
    """A whole number."""
    text = env_str(name)
    try:
        return int(text) if text else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.") from error


LEAST_DAYS = 90
"""No record of who called is forgotten sooner: the databases themselves refuse it."""


def env_days(name: str, default: int) -> int:
    """For how many days something is kept."""
    days = env_int(name, default)
    if days < LEAST_DAYS:
        raise ImproperlyConfigured(f"{name} must be at least {LEAST_DAYS} days, not {days}.")
    return days


def env_list(name: str, default: list[str]) -> list[str]:
    """Texts with commas between them."""
    return [part.strip() for part in env_str(name).split(",") if part.strip()] or default


def env_rate(name: str, default: str) -> str:
    """So many in a second, minute, hour or day: `600/min`."""
    text = env_str(name, default)
    if not re.fullmatch(r"[1-9][0-9]{0,8}/(s|sec|m|min|h|hour|d|day)", text):
        raise ImproperlyConfigured(f"{name} must look like 600/min, not {text!r}.")
    return text


def env_secret(name: str, *, file: Path) -> str:
    """A secret of at least 50 characters; without the variable, one made once and kept in a 0600 file."""
    secret = env_str(name)
    if not secret:
        return _kept_secret(file)
    if len(secret) < 50:
        raise ImproperlyConfigured(f"{name} must have at least 50 characters, and has {len(secret)}.")
    return secret


def _kept_secret(file: Path) -> str:
    """What `file` holds. Processes may make it at once: the link succeeds for one, all read that one's."""
    if not file.exists():
        handle, draft = tempfile.mkstemp(dir=file.parent)  # mode 0600
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return file.read_text().strip()


# To compile a statement takes longer than the statement itself, of those that count a million requests too; the usual
# 4 MB make such a statement sort on disk what it could count in memory; and where it groups by expressions the planner
# expects far more lines than come, and for fear of handing these over lets one process count alone.
PLANNING: Final = "-c jit=off -c work_mem=32MB -c parallel_tuple_cost=0.01"


def key_name(secret: str) -> str:
    """A name for a key that tells nothing of it."""
    return hashlib.sha256(b"key name" + secret.encode()).hexdigest()[:12]


def env_database(name: str, *, embedded: Path) -> dict[str, Any]:
    """PostgreSQL by `postgresql://user:password@host:port/name?sslmode=...`, or the embedded SQLite file."""
    url = env_str(name)
    if not url:
        return _sqlite(embedded)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must look like postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": PLANNING, **dict(parse_qsl(parts.query))},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(file: Path) -> dict[str, Any]:
    """Readers never wait for the writer (WAL); writers queue for the lock when they start, never midway."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON",
        },
    }


def private_folder(path: Path) -> Path:
    """A folder for the program's own account alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
