"""The one settings file: everything that differs between places is read from the environment, and fails loudly."""

from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF, UNSAFE_INLINE

from perforia.base import map_layers

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
env.smart_cast = False

# ------------------------------------------------------------------ the place
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
IS_HTTPS = BASE_URL.startswith("https://")

# ------------------------------------------------------------------ applications, highest first
INSTALLED_APPS = [
    "perforia.demo",
    "perforia.home",
    "rut",
    "billing",
    "scheduling",
    "contracts",
    "crm",
    "archive",
    "integrations",
    "perforia.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "pgtrigger",
    "pghistory",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "perforia.base.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "perforia.base.middleware.LoginMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "perforia.base.middleware.HtmxLoginMiddleware",
    "perforia.base.middleware.DomainErrorMiddleware",
    "perforia.base.middleware.NotAllowedMiddleware",
]
ROOT_URLCONF = "perforia.urls"
WSGI_APPLICATION = "perforia.wsgi.application"
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
                "perforia.home.context.shell",
            ],
            "builtins": ["perforia.base.templatetags.perforia", "perforia.base.templatetags.components"],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------ database, broker, cache
# A page waits 5 seconds for a connection, so that /healthz/ names a database that is away in time.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5}
DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "pool": POOL}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restart of the database costs no page
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # the service owns the transaction

REDIS_URL = env.str("REDIS_URL")
# Seconds before a try is given up; the library tries four times, so a broker that hangs costs a page some seconds.
REDIS_PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1, "health_check_interval": 0}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "OPTIONS": REDIS_PATIENCE,
    },
}  # fmt: skip

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # the sweep does it again
CELERY_TIMEZONE = "Europe/Stockholm"

# How long work may take, in seconds. Each stands above the one before it (tests/architecture/test_tasks.py):
# the child that opens a hostile file (perforia.base.sandbox, 240) < a task is asked to stop < it is killed
# < its claim is given to another worker < the broker delivers an unanswered task again.
TASK_SECONDS = {"default": (240, 300), "documents": (540, 600), "mail": (240, 300)}  # per queue: asked, killed
CLAIM_SECONDS: float = 900
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1200}

# ------------------------------------------------------------------ documents and static files
STORAGE = env.str("STORAGE", default="local")
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
S3_OPTIONS = {
    "bucket_name": env.str("S3_BUCKET", default="perforia"),
    "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
    "access_key": env.str("S3_ACCESS_KEY", default=None),
    "secret_key": env.str("S3_SECRET_KEY", default=None),
    "region_name": env.str("S3_REGION", default="eu-north-1"),
    "file_overwrite": False,
    "querystring_expire": 60,
}
DOCUMENT_STORAGES = {
    "local": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(MEDIA_ROOT)}},
    "s3": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": S3_OPTIONS},
}
STORAGES = {
    "default": DOCUMENT_STORAGES[STORAGE],
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets"]
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_BYTES = 100 * 1024 * 1024

# ------------------------------------------------------------------ people and sessions
AUTH_USER_MODEL = "base.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "perforia.home.views.errors.stale_form"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today"
ACCOUNT_ADAPTER = "perforia.base.accounts.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "perforia.base.accounts.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Perforia"
MFA_ADAPTER = "perforia.base.accounts.EncryptedMFAAdapter"
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Personal numbers: the first key encrypts, all decrypt (Fernet keys, url-safe base64 of 32 bytes).
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS")
LOOKUP_HASH_KEY = env.str("LOOKUP_HASH_KEY")

# ------------------------------------------------------------------ security headers
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],  # computed positions as custom properties; numbers only
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
    },
}

# ------------------------------------------------------------------ history: a change made in a shell is seen too
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# ------------------------------------------------------------------ mail
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:1025"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Perforia <perforia@localhost>")
EMAIL_TIMEOUT = 20

# ------------------------------------------------------------------ text messages
SMS_URL = env.str("SMS_URL", default="")
SMS_FROM = env.str("SMS_FROM", default="Perforia")
SMS_CALLBACK_PASSWORD = env.str("SMS_CALLBACK_PASSWORD", default="")

# ------------------------------------------------------------------ e-signing: one address per environment
ONEFLOW_URLS = {
    "production": env.str("ONEFLOW_URL", default="https://api.oneflow.com/v1"),
    "test": env.str("ONEFLOW_TEST_URL", default="https://api.test.oneflow.com/v1"),
}

# ------------------------------------------------------------------ conversions: Google's three addresses
GOOGLE_DATA_MANAGER_URL = env.str("GOOGLE_DATA_MANAGER_URL", default="https://datamanager.googleapis.com")
GOOGLE_ADS_URL = env.str("GOOGLE_ADS_URL", default="https://googleads.googleapis.com")
GOOGLE_ADS_VERSION = env.str("GOOGLE_ADS_VERSION", default="v26")
GOOGLE_TOKEN_URL = env.str("GOOGLE_TOKEN_URL", default="https://oauth2.googleapis.com/token")
ADS_REQUESTS_A_MINUTE = 240  # Google allows 300 to a project

# ------------------------------------------------------------------ maps: no browser of ours speaks with their vendors
MAP_LAYERS: tuple[map_layers.Layer, ...] = map_layers.read(
    env.json("MAP_LAYERS", default=[]),
    map_layers.Credentials(
        lantmateriet_user=env.str("LANTMATERIET_USER", default=""),
        lantmateriet_password=env.str("LANTMATERIET_PASSWORD", default=""),
        maptiler_key=env.str("MAPTILER_KEY", default=""),
        mapbox_token=env.str("MAPBOX_TOKEN", default=""),
        osm_tiles_url=env.str("OSM_TILES_URL", default=""),
    ),
)
# Pictures that a licence lets us keep: bounded, on the disk, lost without harm.
CACHES["tiles"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": env.str("TILE_CACHE", default=str(BASE_DIR / "var" / "tiles")),
    "TIMEOUT": 7 * 24 * 3600,
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}

# ------------------------------------------------------------------ addresses and roads: who is asked beside ourselves
# After the register of our own, in this order: photon, lantmateriet, mapbox, google; nominatim only checks.
ADDRESS_PROVIDERS = env.list("ADDRESS_PROVIDERS", default=[])
PHOTON_URL = env.str("PHOTON_URL", default="http://127.0.0.1:2322")
NOMINATIM_URL = env.str("NOMINATIM_URL", default="https://nominatim.openstreetmap.org")
LANTMATERIET_URL = env.str(
    "LANTMATERIET_URL", default="https://api.lantmateriet.se/distribution/produkter/belagenhetsadress/v4.2"
)
# Empty for a system account of Geotorget (Basic) instead of a consumer key (OAuth).
LANTMATERIET_TOKEN_URL = env.str("LANTMATERIET_TOKEN_URL", default="https://api.lantmateriet.se/token")
LANTMATERIET_ADDRESS_USER = env.str("LANTMATERIET_ADDRESS_USER", default="")
LANTMATERIET_ADDRESS_PASSWORD = env.str("LANTMATERIET_ADDRESS_PASSWORD", default="")
MAPBOX_URL = env.str("MAPBOX_URL", default="https://api.mapbox.com")
MAPBOX_ADDRESS_TOKEN = env.str("MAPBOX_ADDRESS_TOKEN", default="")
MAPBOX_PERMANENT = env.bool("MAPBOX_PERMANENT", default=False)  # whether the firm pays for keeping what is found
GOOGLE_PLACES_URL = env.str("GOOGLE_PLACES_URL", default="https://places.googleapis.com")
GOOGLE_PLACES_KEY = env.str("GOOGLE_PLACES_KEY", default="")
# osrm, valhalla or ors; empty estimates all roads.
ROUTER = env.str("ROUTER", default="")
ROUTER_URL = env.str("ROUTER_URL", default="")
ROUTER_KEY = env.str("ROUTER_KEY", default="")
TRUCK_FACTOR = env.float("TRUCK_FACTOR", default=1.15)
RUSH_FACTOR = env.float("RUSH_FACTOR", default=1.25)

# ------------------------------------------------------------------ language and time
LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True

# ------------------------------------------------------------------ logs: ids only, never names, numbers or addresses
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "perforia.base.logs.IdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s %(task_id)s] %(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["ids"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pdfminer": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
    },
}
