"""What sign-in asks of us."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody makes their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
