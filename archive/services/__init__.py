"""The archive's door for the apps above it: keep a file, file it, tie it to something."""

from archive.services.access import log_access
from archive.services.filing import change_kind, link, move, rename, set_retention, unlink
from archive.services.folders import ensure_folder
from archive.services.removal import restore, trash
from archive.services.storing import Stored, add_version, restore_version, store

__all__ = [
    "Stored", "add_version", "change_kind", "ensure_folder", "link", "log_access", "move", "rename", "restore",
    "restore_version", "set_retention", "store", "trash", "unlink",
]  # fmt: skip
