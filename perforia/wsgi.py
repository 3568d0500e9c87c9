"""The WSGI door."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from perforia.celery import app as worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perforia.settings")
worker.set_default()  # a task enqueued by a view must know the broker
application = get_wsgi_application()
# A page waits for the broker no longer than this; what was not enqueued is found by the sweep.
worker.conf.broker_transport_options = {**worker.conf.broker_transport_options, **settings.REDIS_PATIENCE}
# All that is loaded by now stays: without it the collector is done within a millisecond instead of in the middle of
# a page for a hundred.
gc.collect()
gc.freeze()
