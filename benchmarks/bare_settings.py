"""The product's settings with one more address: `benchmarks.bare`."""

from perforia.settings import *  # noqa: F403, TID251

ROOT_URLCONF = "benchmarks.bare"
