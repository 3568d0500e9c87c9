"""Addresses completed and checked in a register as large as Sweden's, beside the bare SQL of the same question.

Every question is asked of other streets each time, so that nothing is remembered from before. A question of the product
is several of the database (whole names, then beginnings, then without å, ä and ö, then nearly right): the bare one is
the one that finds the answer.
"""

from benchmarks.lists import own_database
from benchmarks.report import Result

MANY, QUICK_MANY = 3_600_000, 200_000
TIMES, TIMES_QUICK = 100, 40


def run(*, quick: bool) -> Result:
    """Fill a register of its own and ask everything of it."""
    result = Result("addresses", quick)
    with own_database("addresses"):
        measure(result)
    return result


def measure(result: Result) -> None:
    """Fill the register of the database at hand and ask everything of it."""
    from benchmarks import address_asking, address_rows  # noqa: PLC0415 -- Django is set up only now

    rows = QUICK_MANY if result.quick else MANY
    result.add("addresses", rows)
    result.add("streets", address_rows.fill(rows))
    address_asking.ask_everything(result, rows, TIMES_QUICK if result.quick else TIMES)
