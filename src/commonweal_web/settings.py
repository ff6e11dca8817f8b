"""All settings of the platform, in one file. Every one that can be changed is an environment variable.

Without any, it is an installation for one machine: SQLite and a secret key in the data folder, mail on the
screen, http://localhost:8000. ``docs/reference/settings.md`` explains each variable.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import platformdirs
from csp.constants import NONE, SELF

from commonweal_web.environment import (
    SettingRefused,
    checked_secret_key,
    envbool,
    envint,
    envlist,
    envsecret,
    envtext,
    kept_secret_key,
)
from commonweal_web.made_of import INSTALLED_APPS, MIDDLEWARE, ROOT_URLCONF, TEMPLATES, WSGI_APPLICATION  # noqa: F401

HOME = Path(envtext("COMMONWEAL_HOME", platformdirs.user_data_dir("commonweal"))).expanduser()
"""The data folder: database, secret key, evidence, built static files."""
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)

# ── Where it is reached ──────────────────────────────────────────────────────────────────────────────────────

ADDRESS = envtext("COMMONWEAL_ADDRESS", "http://localhost:8000").rstrip("/")
_address = urlsplit(ADDRESS)
ON_THIS_MACHINE = _address.hostname in {"localhost", "127.0.0.1", "::1"}
SECURE = _address.scheme == "https"
if not _address.hostname or _address.scheme not in {"http", "https"} or _address.path:
    raise SettingRefused(f"COMMONWEAL_ADDRESS is {ADDRESS!r}, but it must look like https://ledger.example.org.")
if not SECURE and not ON_THIS_MACHINE:
    raise SettingRefused(f"COMMONWEAL_ADDRESS is {ADDRESS!r}: an address that others reach must begin with https://.")

DEBUG = envbool("COMMONWEAL_DEBUG", False)
if DEBUG and not ON_THIS_MACHINE:
    raise SettingRefused("COMMONWEAL_DEBUG shows the platform's inside: it is only for an address on this machine.")

DEMONSTRATION = envbool("COMMONWEAL_DEMONSTRATION", False)
"""Every page says that the organisations are made up, and the component gallery can be seen."""

ALLOWED_HOSTS = [_address.hostname, *envlist("COMMONWEAL_OTHER_HOSTS")]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
if envbool("COMMONWEAL_BEHIND_PROXY", False):
    # The proxy must set this header itself, whatever the browser sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The proxy's own address would make one client of everybody, so rate limits count the address before it.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

# ── Where things are kept ────────────────────────────────────────────────────────────────────────────────────

DATABASE = envtext("COMMONWEAL_DATABASE", "sqlite", among=("sqlite", "postgresql"))
DATABASES: dict[str, dict[str, Any]]
if DATABASE == "postgresql":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": envtext("COMMONWEAL_DATABASE_HOST", "localhost"),
            "PORT": envint("COMMONWEAL_DATABASE_PORT", 5432, least=1, most=65535),
            "NAME": envtext("COMMONWEAL_DATABASE_NAME", "commonweal"),
            "USER": envtext("COMMONWEAL_DATABASE_USER", "commonweal"),
            "PASSWORD": envsecret("COMMONWEAL_DATABASE_PASSWORD"),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "ledger.sqlite3",
            "OPTIONS": {
                # A transaction takes the write lock when it begins: it waits its turn, and never fails half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: what was said to be saved is there after a power cut. recursive_triggers: a row that
                # INSERT OR REPLACE would push out meets the trigger that refuses deletion.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = envsecret("COMMONWEAL_SECRET_KEY")
if SECRET_KEY:
    checked_secret_key(SECRET_KEY, "COMMONWEAL_SECRET_KEY")
elif DATABASE == "sqlite" and ON_THIS_MACHINE:
    SECRET_KEY = kept_secret_key(HOME)
else:
    raise SettingRefused(
        "COMMONWEAL_SECRET_KEY (or COMMONWEAL_SECRET_KEY_FILE) is needed when others reach the platform or it keeps "
        "its ledger in PostgreSQL. Make one with: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )

# In the database, so that rate limits hold across processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "evidence"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

METHODS_FOLDER = Path(envtext("COMMONWEAL_METHODS", str(HOME / "own-methods"))).expanduser()
"""Packs of this installation's own, as ``<id>/<edition>/``."""

EVIDENCE_MOST_BYTES = envint("COMMONWEAL_EVIDENCE_MEGABYTES", 25, least=1, most=2000) << 20
EVIDENCE_KEEP_YEARS = envint("COMMONWEAL_EVIDENCE_YEARS", 7, least=1, most=100)
EVIDENCE_PER_HOUR = envint("COMMONWEAL_EVIDENCE_PER_HOUR", 300, least=1)
"""How large a file may be, how long it is kept unless somebody says otherwise, how many one person may send."""
FILE_UPLOAD_HANDLERS = [
    "commonweal_web.evidence.limits.LargeFilesCutOff",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

FORM_RENDERER = "commonweal_web.design.renderer.HouseForms"

# ── Language and time ────────────────────────────────────────────────────────────────────────────────────────

LANGUAGE_CODE = "en-gb"
USE_TZ = True
TIME_ZONE = "Europe/London"
"""How times are shown; they are kept in UTC."""

# ── Single sign-on ───────────────────────────────────────────────────────────────────────────────────────────

OIDC_SERVER = envtext("COMMONWEAL_OIDC_SERVER")
OIDC_CLIENT = envtext("COMMONWEAL_OIDC_CLIENT")
OIDC_SECRET = envsecret("COMMONWEAL_OIDC_SECRET")
if any((OIDC_SERVER, OIDC_CLIENT, OIDC_SECRET)) and not all((OIDC_SERVER, OIDC_CLIENT, OIDC_SECRET)):
    raise SettingRefused(
        "Single sign-on needs all three of COMMONWEAL_OIDC_SERVER, COMMONWEAL_OIDC_CLIENT and COMMONWEAL_OIDC_SECRET."
    )
SOCIALACCOUNT_ADAPTER = "commonweal_web.accounts.adapters.InvitedOnlySingleSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": envtext("COMMONWEAL_OIDC_NAME", "your organisation's account"),
            "client_id": OIDC_CLIENT,
            "secret": OIDC_SECRET,
            # Whoever runs the platform chose this provider, so an address that it has verified is believed.
            "settings": {"server_url": OIDC_SERVER, "email_authentication": True},
        }
    ]

# ── Safety of pages ──────────────────────────────────────────────────────────────────────────────────────────

SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 3600 * envint("COMMONWEAL_SESSION_HOURS", 12, least=1, most=720)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No page asks for these of the browser, whatever may be written into one.
UNUSED_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in UNUSED_FEATURES}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # The picture of a second-factor secret is drawn on the page, so that it never has an address.
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Browsers ask this of the whole chain of redirects, and single sign-on ends at the provider.
        "form-action": [SELF, *envlist("COMMONWEAL_OIDC_ORIGINS")],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────────

EMAIL_HOST = envtext("COMMONWEAL_EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = envint("COMMONWEAL_EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = envtext("COMMONWEAL_EMAIL_USER")
EMAIL_HOST_PASSWORD = envsecret("COMMONWEAL_EMAIL_PASSWORD")
EMAIL_SECURITY = envtext("COMMONWEAL_EMAIL_SECURITY", "starttls", among=("starttls", "tls", "none"))
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = envtext("COMMONWEAL_EMAIL_FROM", f"Commonweal <no-reply@{_address.hostname}>")

# ── Signing in ───────────────────────────────────────────────────────────────────────────────────────────────

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ["email"]}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "commonweal_web.accounts.adapters.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "commonweal_web.accounts.forms.SignInForm",
    "reauthenticate": "commonweal_web.accounts.forms.ConfirmPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Commonweal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ON_THIS_MACHINE and not SECURE

INVITATION_DAYS = envint("COMMONWEAL_INVITATION_DAYS", 30, least=1, most=365)
INVITATIONS_PER_HOUR = envint("COMMONWEAL_INVITATIONS_PER_HOUR", 100, least=1)
CONFIRMATION_DAYS = envint("COMMONWEAL_CONFIRMATION_DAYS", 30, least=1, most=365)
CONFIRMATIONS_PER_HOUR = envint("COMMONWEAL_CONFIRMATIONS_PER_HOUR", 200, least=1)
CONFIRMATIONS_PER_ADDRESS_AND_DAY = envint("COMMONWEAL_CONFIRMATIONS_PER_ADDRESS_AND_DAY", 5, least=1)
API_PER_MINUTE = envint("COMMONWEAL_API_PER_MINUTE", 600, least=1)
ACCOUNT_RATE_LIMITS = {
    "open_invitation": "60/m/ip",
    "open_confirmation": "60/m/ip",
    "answer_confirmation": "20/m/ip,10/h/key",
    "api": f"{API_PER_MINUTE}/m/key",
    "api_without_token": "60/m/ip",
}
"""Added to django-allauth's own limits on signing in, resetting a password and the rest."""

# ── What is written down ─────────────────────────────────────────────────────────────────────────────────────

LOG_LEVEL = envtext("COMMONWEAL_LOG_LEVEL", "INFO", among=("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"screen": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["screen"], "level": LOG_LEVEL},
}
