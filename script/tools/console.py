"""What the commands say, and how they end: one clear sentence instead of a traceback."""

import sys
from collections.abc import Callable, Sequence


class Trouble(Exception):  # noqa: N818 - it is what the person at the keyboard has
    """Something a person must know or do; the message is the whole explanation."""


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print(text, flush=True)


def run_command(main: Callable[[Sequence[str]], int]) -> None:
    """Run a command's `main` and leave with its exit code; Trouble becomes one sentence on standard error."""
    try:
        code = main(sys.argv[1:])
    except Trouble as trouble:
        print(f"perforia: {trouble}", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
