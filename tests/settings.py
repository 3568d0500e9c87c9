"""The settings of the tests: the product's own, with every address outside this machine leading nowhere."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("DEBUG", "false")
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["BASE_URL"] = "http://testserver"
os.environ["STORAGE"] = "local"
os.environ["MEDIA_ROOT"] = str(Path(tempfile.gettempdir()) / f"perforia-tests-{os.getpid()}")
os.environ["EMAIL_URL"] = "smtp://127.0.0.1:9"
os.environ["DEFAULT_FROM_EMAIL"] = "Perforia <kontor@example.test>"
os.environ["FIELD_ENCRYPTION_KEYS"] = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
os.environ["LOOKUP_HASH_KEY"] = "only-for-tests"

from perforia.settings import *  # noqa: E402, F403

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("PERFORIA_TEST_DB", "test_perforia")}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
