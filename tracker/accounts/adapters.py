"""How allauth behaves here: accounts are made by administrators, and who signed in is logged."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from tracker import clock
from tracker.accounts.choices import AccountEventKind
from tracker.accounts.cookies import keep_theme
from tracker.accounts.models import User
from tracker.accounts.services import record_sign_in


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody makes an account for themselves."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Return False always."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **context: Any) -> HttpResponse | None:
        """Turn a program away before any step of a sign-in, whichever way it was begun: password, code or passkey."""
        if user.is_service:
            response: HttpResponse = self.respond_user_inactive(request, user)
            return response
        answer: HttpResponse | None = super().pre_login(request, user, **context)
        return answer

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Mail the link; to a program none, though the page says the same as for everybody."""
        if not user.is_service:
            super().send_password_reset_mail(user, email, context)

    def post_login(self, request: HttpRequest, user: User, **context: Any) -> HttpResponse:
        """Let this browser show the pages as the user wants them, wherever that was chosen."""
        response: HttpResponse = super().post_login(request, user, **context)
        keep_theme(response, user.theme, secure=request.is_secure())
        return response


def signed_in(*, user: User, **_signal: Any) -> None:
    """Log a sign-in; a receiver of Django's user_logged_in."""
    record_sign_in(AccountEventKind.SIGNED_IN, user=user, at=clock.now())


def signed_out(*, user: User | None, **_signal: Any) -> None:
    """Log a sign-out; a receiver of Django's user_logged_out, also sent when nobody was signed in."""
    if user is not None:
        record_sign_in(AccountEventKind.SIGNED_OUT, user=user, at=clock.now())


def sign_in_failed(*, credentials: dict[str, Any], **_signal: Any) -> None:
    """Log a failed try, about the account if the address is known; for Django's user_login_failed."""
    email = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    record_sign_in(
        AccountEventKind.SIGN_IN_FAILED, user=User.objects.filter(email=email).first(), at=clock.now()
    )


def password_changed(*, user: User, **_signal: Any) -> None:
    """Log that a user chose another password; a receiver of allauth's three signals."""
    record_sign_in(AccountEventKind.PASSWORD_CHANGED, user=user, at=clock.now())
