#!/usr/bin/env python
"""Django's command line for Perforia."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

if "SECRET_KEY" not in os.environ and (Path(__file__).parent / "script").exists():
    # A checkout (an installation has no `script`): its commands see what `script/server` gives the product.
    from script.tools import local

    os.environ |= local.environment_of_checkout()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perforia.settings")

from perforia.celery import app as worker

if __name__ == "__main__":
    worker.set_default()  # a task enqueued by a command must know the broker
    execute_from_command_line(sys.argv)
