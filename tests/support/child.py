"""A module whose children do what a test asks of them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main(what: str, *arguments: str) -> None:
    """Do one thing: tell what it sees, say too much, fail, or never end."""
    match what:
        case "tell":
            json.dump({"environment": dict(os.environ), "arguments": arguments, "parent": os.getppid()}, sys.stdout)
        case "shout":
            sys.stdout.write("x" * int(arguments[0]))
        case "fail":
            raise ValueError(what)
        case "eat":
            bytearray(int(arguments[0]))
        case "linger":
            Path(arguments[0]).write_text(str(os.getpid()), encoding="utf-8")
            subprocess.Popen(["sh", "-c", f"sleep 0.6; touch {arguments[0]}-late"])
            time.sleep(60)
