"""From SWEREF 99 TM to latitude and longitude: as perforia.base does it."""

from perforia.base.sweref import to_wgs84

__all__ = ["to_wgs84"]
