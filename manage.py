#!/usr/bin/env python
"""Django's command line for Perforia."""

import os
import sys

from django.core.management import execute_from_command_line

from perforia.celery import app as worker

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perforia.settings")
    worker.set_default()  # a task enqueued by a command must know the broker
    execute_from_command_line(sys.argv)
