"""The settings of the tests: the product's own, with every address outside this machine leading nowhere."""

import os
import re
import tempfile
import zlib
from pathlib import Path

TEST_DATABASE = os.environ.get("PERFORIA_TEST_DB", "test_perforia")
WORKER = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
BLACKHOLE = "127.0.0.1:9"


def _own_redis_database(url: str) -> str:
    """One of the 15 small databases beside the product's own, so that parallel runs do not share queues."""
    number = 1 + (zlib.crc32(TEST_DATABASE.encode()) % 5) * 3 + WORKER % 3
    return f"{url.partition('?')[0]}?db={number}"


os.environ |= {
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "DEBUG": "false",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "CSRF_TRUSTED_ORIGINS": "",
    "BASE_URL": "http://testserver",
    "STORAGE": "local",
    "MEDIA_ROOT": str(Path(tempfile.gettempdir()) / f"perforia-tests-{os.getpid()}"),
    "EMAIL_URL": f"smtp://{BLACKHOLE}",
    "DEFAULT_FROM_EMAIL": "Perforia <kontor@example.test>",
    "SMS_URL": f"http://user:password@{BLACKHOLE}/a1",
    "SMS_FROM": "Exempel",
    "SMS_CALLBACK_PASSWORD": "only-for-tests",
    "ONEFLOW_URL": f"http://{BLACKHOLE}/v1",
    "ONEFLOW_TEST_URL": f"http://{BLACKHOLE}/v1",
    "GOOGLE_DATA_MANAGER_URL": f"http://{BLACKHOLE}",
    "GOOGLE_ADS_URL": f"http://{BLACKHOLE}",
    "GOOGLE_TOKEN_URL": f"http://{BLACKHOLE}/token",
    "MAP_LAYERS": "[]",
    "TILE_CACHE": str(Path(tempfile.gettempdir()) / f"perforia-tests-{os.getpid()}" / "tiles"),
    "ADDRESS_PROVIDERS": "",
    "PHOTON_URL": f"http://{BLACKHOLE}",
    "NOMINATIM_URL": f"http://{BLACKHOLE}",
    "LANTMATERIET_URL": f"http://{BLACKHOLE}/v4.2",
    "LANTMATERIET_TOKEN_URL": f"http://{BLACKHOLE}/token",
    "MAPBOX_URL": f"http://{BLACKHOLE}",
    "GOOGLE_PLACES_URL": f"http://{BLACKHOLE}",
    "ROUTER": "",
    "ROUTER_URL": f"http://{BLACKHOLE}",
    "FIELD_ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "LOOKUP_HASH_KEY": "only-for-tests-" + "y" * 50,
    "REDIS_URL": _own_redis_database(os.environ["REDIS_URL"]),
}

from perforia.settings import *  # noqa: E402, F403, TID251

DATABASES["default"]["TEST"] = {"NAME": TEST_DATABASE}  # noqa: F405
# What a test wrote need not outlive the machine: nobody waits for the disk.
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405
CACHES["default"]["KEY_FUNCTION"] = "tests.support.caching.make_key"  # noqa: F405
CACHES["tiles"]["KEY_FUNCTION"] = "tests.support.caching.make_key"  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

from perforia.celery import app as worker  # noqa: E402

worker.set_default()
