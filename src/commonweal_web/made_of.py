"""What the platform is made of: its apps, what every request passes through, and where templates come from."""

from __future__ import annotations

INSTALLED_APPS = [
    "commonweal_web.design",
    "commonweal_web.core",
    "commonweal_web.partnerships",
    "commonweal_web.accounts",
    "commonweal_web.methods",
    "commonweal_web.ledger",
    "commonweal_web.workbooks",
    "commonweal_web.evidence",
    "commonweal_web.statements",
    "commonweal_web.work",
    "commonweal_web.demo",
    "commonweal_web.assurance",
    "commonweal_web.api",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page asks for a sign-in unless it says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "commonweal_web.core.middleware.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "commonweal_web.urls"
WSGI_APPLICATION = "commonweal_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonweal_web.design.context.frame",
                "commonweal_web.accounts.context.account_links",
                "commonweal_web.partnerships.context.frame",
            ],
        },
    }
]
