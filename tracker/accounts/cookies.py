"""What a browser remembers of a user's preferences, so that a page has its look before anybody is asked."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpResponseBase

from tracker.accounts.choices import Theme

YEAR: Final = 365 * 24 * 60 * 60


def keep_theme(response: HttpResponseBase, theme: str, *, secure: bool) -> None:
    """Keep light or dark where scripts may read it too; anything else means as the device, and needs no cookie."""
    if theme in {Theme.LIGHT, Theme.DARK}:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=secure)
    else:
        response.delete_cookie("theme", samesite="Lax")


def keep_language(response: HttpResponseBase, language: str) -> None:
    """As Django's own view of languages does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
