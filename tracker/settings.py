"""Every setting of MLA Tracker. Deployments differ by environment variables alone; README.md lists them."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from tracker.environment import (
    env_bool,
    env_database,
    env_days,
    env_int,
    env_list,
    env_rate,
    env_secret,
    env_str,
    key_name,
    private_folder,
)
from tracker.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent

# The installation

DATA = private_folder(Path(env_str("MLA_DATA", str(BASE_DIR / "data"))).resolve())
DEBUG = env_bool("MLA_DEBUG")
HTTPS = env_bool("MLA_HTTPS")
REDIS_URL = env_str("REDIS_URL")

SECRET_KEY = env_secret("SECRET_KEY", file=DATA / "secret_key")
# The key of the log's hash chain. Outside the database, so that whoever has that alone cannot forge the log.
# Keys that were replaced stay readable: each row of the log names the key that it was hashed with.
LOG_KEYS = {
    key_name(key): key.encode()
    for key in [*env_list("LOG_KEYS_RETIRED", []), env_secret("LOG_KEY", file=DATA / "log_key")]
}
LOG_KEY_ID = list(LOG_KEYS)[-1]

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# A dossier of 200 rows of each kind, every field of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])
# Where links in mails lead.
SITE_URL = env_str("SITE_URL", f"http://localhost:{env_int('PORT', 8000)}").rstrip("/")

# The program

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
ASGI_APPLICATION = "tracker.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "tracker.apps.TrackerConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.web.unkept.KeepNothing",
    "csp.middleware.CSPMiddleware",
    "tracker.api.charset.RefuseUnreadable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tracker.web.context.surroundings",
            ],
        },
    },
]
# Form widgets are looked up in our templates too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# The API

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tracker.api.authentication.TokenAuthentication",
        "tracker.api.authentication.PageAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["tracker.api.permissions.InScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["tracker.api.parsers.StrictJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["tracker.api.throttling.PerCaller"],
    "DEFAULT_THROTTLE_RATES": {"caller": env_rate("API_RATE", "600/min")},
    "DEFAULT_SCHEMA_CLASS": "tracker.api.schema.Schema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "rest_framework.negotiation.DefaultContentNegotiation",
    "EXCEPTION_HANDLER": "tracker.api.errors.answered",
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "MLA Tracker",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "WEBHOOKS": ["tracker.api.webhooks.document.EVENT"],
    "POSTPROCESSING_HOOKS": ["tracker.api.document.finish.finished"],
}

# Calendar feeds: so often one may be read

CALENDAR_READS_AN_HOUR = env_int("CALENDAR_READS_AN_HOUR", 60)

# Data

DATABASES = {"default": env_database("DATABASE_URL", embedded=DATA / "db.sqlite3")}

# Shared by all processes: sign-in's rate limits are counted in it.
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "tracker.caching.RedisOrMemory", "LOCATION": REDIS_URL, "KEY_PREFIX": "mla"}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA / "cache"}
    )
}

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Documents have no address of their own: a view checks who asks and sends them as attachments.
MEDIA_ROOT = DATA / "documents"
DOCUMENT_MAX_BYTES = env_int("DOCUMENT_MAX_MB", 25) * 1024 * 1024
FIXTURE_DIR = BASE_DIR / "fixtures"

# People

AUTH_USER_MODEL = "tracker.User"
AUTHENTICATION_BACKENDS = ["tracker.accounts.backends.MembershipBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# How many proxies stand before us and name the client's address: sign-in's rate limits count by it, and the record
# of a token's uses names it.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXIES", 0)
ACCOUNT_ADAPTER = "tracker.accounts.adapters.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator vouches for the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to at an address that has no account
ACCOUNT_SESSION_REMEMBER = False
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked from inside the machine, without the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# That every name of a ministry's domain is HTTPS-only is for the domain's owner to promise, not for us.
# SQLite has no columns beside the key of an index and does without: it is not where a million requests lie.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "models.W040", *env_list("SILENCED_CHECKS", [])]

# Words and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# 12 Mar 2026, 14:05: no reader takes the month for the day.
FORMAT_MODULE_PATH = ["tracker.formats"]

# Mail: printed on the console until a server is named

EMAIL_HOST = env_str("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL")
EMAIL_TIMEOUT = env_int("EMAIL_TIMEOUT", 20)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_str("EMAIL_FROM", "MLA Tracker <mla-tracker@localhost>")

# Webhooks: to hosts that an administrator allowed, by HTTPS, never into own networks unless these say so

WEBHOOK_PRIVATE_ADDRESSES = env_bool("WEBHOOK_PRIVATE_ADDRESSES")
WEBHOOK_PLAIN_HTTP = env_bool("WEBHOOK_PLAIN_HTTP")

# Jobs

# For how long who called, what was delivered and the files of letters are kept; the logs themselves for ever.
KEEP_DAYS = env_days("KEEP_DAYS", 365)
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long the broker is gone
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 10 * 60
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False  # mail printed on the console stays readable
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "beat-schedule")
CELERY_BEAT_SCHEDULE = beat_schedule()
if REDIS_URL:
    # A wake-up that no broker takes at once is dropped: whoever writes does not wait for it.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"max_retries": 0, "socket_connect_timeout": 2}
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": private_folder(DATA / "broker" / "messages"),
        "data_folder_out": DATA / "broker" / "messages",
        "control_folder": private_folder(DATA / "broker" / "control"),
        "polling_interval": 0.2,
    }

# Logs go to the error stream; whoever runs the program keeps them.

LOGGED = {"handlers": ["stderr"], "level": env_str("LOG_LEVEL", "WARNING").upper()}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "tracker.redaction.WithoutSecrets"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": LOGGED,
    "loggers": {
        "django": {**LOGGED, "propagate": False},
        "django.request": {"filters": ["without_secrets"]},
    },
}
