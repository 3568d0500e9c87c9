"""`script/bench NAME [--quick]`: runs one benchmark and ends with one JSON object; non-zero when a budget is missed."""

import argparse
import importlib
import os
import pkgutil
from collections.abc import Sequence

import benchmarks
from benchmarks.report import Result
from script.tools import local, services, system
from script.tools.console import Trouble, run_command, say

TOOLS = {
    "address_asking", "address_rows", "bare", "bare_settings", "child", "crm_rows", "lists", "load", "measure",
    "report", "schedule_rows", "serving",
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark that was named."""
    options = _options(arguments)
    system.ensure([*system.RUNNING, *system.TESTING])
    os.environ |= local.environment(web_port=8000, mail_port=9, addresses=services.up().addresses)
    module = importlib.import_module(f"benchmarks.{options.name}")
    result = module.run(quick=options.quick)
    if not isinstance(result, Result):
        raise Trouble(f"benchmarks/{options.name}.py must answer with a Result.")
    say(result.in_words())
    say(result.as_json())
    return 0 if result.is_kept else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    names = sorted({module.name for module in pkgutil.iter_modules(benchmarks.__path__)} - TOOLS)
    parser = argparse.ArgumentParser(prog="script/bench", description="Measure, and compare with the budgets.")
    parser.add_argument("name", choices=names, help="which benchmark")
    parser.add_argument("--quick", action="store_true", help="a reduced size that ends within 50 seconds")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    run_command(main)
