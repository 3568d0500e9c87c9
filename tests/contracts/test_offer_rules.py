"""What an offer adds up to, and the deduction by the day of payment: tables of cases, no database."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from contracts.rules.offers import fingerprint, link_until, warnings
from contracts.rules.pricing import Conditions, Row, add_up, without_vat
from contracts.rules.rut_share import RULES, NoRule, Person, rule_on, shares
from contracts.states import RowKind, RutWork

DAY = date(2026, 12, 20)
HOURS = Row(RowKind.LABOUR, Decimal(21), Decimal(400), work=RutWork.MOVING)
TRUCK = Row(RowKind.TRAVEL, Decimal(1), Decimal(4600))
CLEANING = Row(RowKind.LABOUR, Decimal(1), Decimal(5900), work=RutWork.CLEANING)
ANNA = Person("Anna Berg")


def rut(*people, **conditions):
    return Conditions(paid_on=DAY, people=people or (ANNA,), **conditions)


def numbers(*values):
    return [float(value) for value in values]


def test_the_price_of_the_mock_up_is_what_the_customer_pays():
    totals = add_up([HOURS, TRUCK, CLEANING], rut())

    assert numbers(totals.total, totals.labour, totals.deduction, totals.to_pay) == [18_900, 14_300, 7_150, 11_750]


@pytest.mark.parametrize(
    ("day", "percent", "ceiling", "is_shared"),
    [
        (date(2024, 1, 1), 50, 75_000, False),
        (date(2024, 12, 31), 50, 75_000, False),
        (date(2025, 1, 1), 50, 75_000, True),
        (date(2026, 12, 1), 50, 75_000, True),
        (date(2027, 2, 1), 50, 75_000, True),
    ],
)
def test_the_rule_is_that_of_the_day_of_payment(day, percent, ceiling, is_shared):
    rule = rule_on(day)

    assert (rule.percent, rule.ceiling, rule.is_shared_with_rot) == (percent, ceiling, is_shared)


def test_a_day_before_the_first_rule_has_none():
    with pytest.raises(NoRule):
        rule_on(date(2023, 12, 31))


def test_rules_follow_each_other_without_gap_or_overlap():
    for earlier, later in pairwise(RULES):
        assert earlier.until_on is not None
        assert (later.from_on - earlier.until_on).days == 1
    assert RULES[-1].until_on is None


@pytest.mark.parametrize(
    ("labour", "people", "amounts"),
    [
        ("14300", [ANNA], [7150]),
        ("14301.99", [ANNA], [7150]),  # öre are dropped, never rounded up
        ("14300", [Person("A", 60), Person("B", 40)], [4290, 2860]),
        ("14300", [Person("A", 100, Decimal(70_000))], [5000]),
        ("14300", [Person("A", 100, Decimal(80_000))], [0]),
        ("14300", [Person("A", 50)], [3575]),
        ("200000", [Person("A", 50), Person("B", 50, Decimal(30_000))], [50_000, 45_000]),
        ("0", [ANNA], [0]),
    ],
)
def test_each_person_deducts_by_part_and_by_what_is_left_of_the_year(labour, people, amounts):
    assert [each.amount for each in shares(Decimal(labour), people, rule=rule_on(DAY))] == amounts


def test_nobody_deducts_more_than_the_customer_pays_for_the_labour():
    for ore in range(100, 20_000, 77):
        totals = add_up([Row(RowKind.LABOUR, Decimal(1), Decimal(ore) / 100, work=RutWork.CLEANING)], rut())
        assert totals.deduction <= totals.labour - totals.deduction


@pytest.mark.parametrize(
    ("row", "carries"),
    [
        (HOURS, True), (TRUCK, False), (Row(RowKind.LABOUR, Decimal(1), Decimal(100)), False),
        (Row(RowKind.OTHER, Decimal(1), Decimal(100), work=RutWork.MOVING), False),
    ],
)  # fmt: skip
def test_only_labour_of_a_kind_that_the_law_names_carries_a_deduction(row, carries):
    assert bool(add_up([row], rut()).labour) is carries


def test_discounts_lower_labour_and_deduction_too():
    half = Row(RowKind.LABOUR, Decimal(10), Decimal(500), discount=Decimal(50), work=RutWork.CLEANING)
    totals = add_up([half, TRUCK], rut(discount=Decimal(10)))

    assert numbers(totals.written, totals.discount, totals.total) == [7_100, 710, 6_390]
    assert numbers(totals.labour, totals.deduction, totals.to_pay) == [2_250, 1_125, 5_265]


def test_vat_is_told_by_rate_and_adds_up_to_the_total():
    food = Row(RowKind.OTHER, Decimal(1), Decimal(112), vat=12)
    totals = add_up([TRUCK, food], Conditions())

    assert [numbers(each.rate, each.net, each.vat) for each in totals.vat] == [[25, 3_680, 920], [12, 100, 12]]
    assert totals.net + totals.vat_total == totals.total == totals.to_pay == 4_712


def test_prices_without_vat_have_it_added_and_the_deduction_counts_it():
    row = Row(RowKind.LABOUR, Decimal(8), Decimal(400), work=RutWork.CLEANING)
    totals = add_up([row], rut(includes_vat=False))

    assert numbers(totals.net, totals.vat_total, totals.labour, totals.deduction) == [3_200, 800, 4_000, 2_000]


def test_only_the_sum_to_pay_is_whole_kronor_and_the_difference_is_told():
    totals = add_up([Row(RowKind.MATERIAL, Decimal(3), Decimal("33.33"))], Conditions())

    assert numbers(totals.total, totals.to_pay, totals.rounding) == [99.99, 100, 0.01]


@pytest.mark.parametrize(("price", "rate", "net"), [("500", 25, "400"), ("99", 25, "79.20"), ("112", 12, "100")])
def test_a_price_of_the_list_is_written_without_vat_for_those_who_want_it_so(price, rate, net):
    assert without_vat(Decimal(price), rate) == Decimal(net)


@pytest.mark.parametrize(
    ("rows", "people", "sentence"),
    [
        ([HOURS], [ANNA], "Flytten har bara arbete"),
        ([HOURS, TRUCK], [Person("Anna Berg", used=Decimal(74_000))], "3200 kr i avdrag går förlorat"),
        ([TRUCK], [ANNA], "Ingen rad ger rutavdrag"),
        ([CLEANING], [Person("Anna Berg", 60)], "mindre än 100 %"),
        ([CLEANING], [ANNA], ""),
        ([HOURS, TRUCK], [ANNA], ""),
    ],
)
def test_what_skatteverket_would_ask_about_is_said_before_sending(rows, people, sentence):
    found = " ".join(warnings(rows, add_up(rows, rut(*people))))

    assert sentence in found
    assert bool(found) is bool(sentence)


def test_the_fingerprint_changes_with_a_word_and_with_nothing_else():
    content = {"title": "Flytt", "rows": [{"price": Decimal("400.00"), "on": DAY}]}

    assert fingerprint(content) == fingerprint(dict(reversed(content.items())))
    assert fingerprint(content) != fingerprint(content | {"title": "Flytt."})


def test_the_link_outlives_the_offer():
    assert link_until(DAY) > DAY
