"""The settings of processes that tests start and kill: the product's own, but claims die within a second."""

from perforia.settings import *  # noqa: F403, TID251

CLAIM_SECONDS = 0.3
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
