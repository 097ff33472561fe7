"""A token as its pages print it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.accounts.choices import SCOPE_NAMES, Scope, TokenState
from tracker.accounts.models import ApiToken
from tracker.accounts.queries import token_states
from tracker.casework.viewer import Viewer
from workflows.vocabulary import Tone

SOON: Final = dt.timedelta(days=14)
"""Whoever looks is told so long before a program stops."""

TONES: Final = {
    TokenState.VALID: Tone.ANSWERED,
    TokenState.EXPIRED: Tone.CLOSED,
    TokenState.REVOKED: Tone.REFUSED,
    TokenState.SUSPENDED: Tone.DUE_SOON,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """One token, with days as they are where its reader is."""

    token: ApiToken
    state: TokenState
    tone: str
    words: str | Promise
    may: tuple[str | Promise, ...]
    made_on: dt.date
    last_day: dt.date

    @property
    def can_be_revoked(self) -> bool:
        """One that is over cannot; one that is suspended may come back."""
        return not self.state.is_over


def lines_of(tokens: Iterable[ApiToken], viewer: Viewer) -> list[TokenLine]:
    """Each of them, those that can be used first."""
    tokens = tuple(tokens)
    states = token_states(tokens, at=viewer.at)
    lines = [_line(token, states[token.pk], viewer) for token in tokens]
    return sorted(lines, key=lambda line: not line.can_be_revoked)


def _line(token: ApiToken, state: TokenState, viewer: Viewer) -> TokenLine:
    zone = ZoneInfo(viewer.user.time_zone)
    ends_soon = state == TokenState.VALID and token.expires_at - viewer.at < SOON
    return TokenLine(
        token=token,
        state=state,
        tone=(Tone.DUE_SOON if ends_soon else TONES[state]).value,
        words=_("In use, ends soon") if ends_soon else state.label,
        may=tuple(SCOPE_NAMES[scope] for scope in Scope if scope in token.scopes),
        made_on=token.created_at.astimezone(zone).date(),
        # The moment itself is the first without it.
        last_day=(token.expires_at.astimezone(zone) - dt.timedelta(microseconds=1)).date(),
    )
