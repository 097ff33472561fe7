"""The one Django app of the project; the signals of the framework meet their services here."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = _("MLA Tracker")

    def ready(self) -> None:
        """Connect what can be imported only once the models are loaded."""
        from allauth.account.signals import password_changed, password_reset, password_set  # noqa: PLC0415
        from django.contrib.auth.signals import (  # noqa: PLC0415
            user_logged_in,
            user_logged_out,
            user_login_failed,
        )

        from tracker import append_only, checks  # noqa: F401, PLC0415  # importing checks registers them
        from tracker.accounts import adapters  # noqa: PLC0415

        post_migrate.connect(append_only.restore, sender=self)
        user_logged_in.connect(adapters.signed_in)
        user_logged_out.connect(adapters.signed_out)
        user_login_failed.connect(adapters.sign_in_failed)
        for chosen in (password_changed, password_reset, password_set):
            chosen.connect(adapters.password_changed)
