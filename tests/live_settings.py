"""The settings of processes that tests start and kill: the product's own, but claims and patience end soon."""

from perforia.settings import *  # noqa: F403, TID251

CLAIM_SECONDS = 0.3
POOL["timeout"] = 3  # noqa: F405
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
