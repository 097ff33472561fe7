"""Addresses under /preferences/tokens/."""

from django.urls import path

from tracker.web.tokens.pages import revoke, token_new, token_page, tokens

urlpatterns = [
    path("", tokens, name="tokens"),
    path("new/", token_new, name="token_new"),
    path("<uuid:uuid>/", token_page, name="token"),
    path("<uuid:uuid>/revoke/", revoke, name="token_revoke"),
]
