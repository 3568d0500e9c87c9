"""What every client keeps at the border: no call to the outside world while a transaction is open."""

from django.db import connection


def check_outside_transaction() -> None:
    """Raise RuntimeError inside a transaction: a slow answer would hold locks, and a rollback cannot unsend."""
    # The block a test runs in is not one of ours; Django marks it so for its own durable blocks.
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        message = "the outside world is called outside transactions only"
        raise RuntimeError(message)
