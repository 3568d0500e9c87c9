"""How sure the firm is of a customer's address: what the register says, what is taken over, confirmed or pointed out.

Nothing here refuses an address: one that nobody can confirm is kept and marked (see crm.states.Verification).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from crm import events
from crm.models import AddressFile, Property
from crm.models.properties import LOCATED
from crm.queries.address_matching import known_of
from crm.queries.address_register import REGISTER
from crm.rules.address_checks import AddressFinding, Found, Known, Verdict, is_same_line, judge
from crm.rules.addresses import Line, digits_of, is_same_place, pretty_code, read_line
from crm.services.customers import lock
from crm.services.searching import index_customer
from crm.states import Verification
from perforia.base import audit
from perforia.base.errors import DomainError
from perforia.base.geography import WORDS_ONLY, Licence, Point, Precision, ResolvedAddress, is_in_sweden
from perforia.base.models import User

_WRITTEN = ("address", "postal_code", "city")
_SEEN = (*LOCATED, "checked_at", "verified_at", "verified_by")
_PINS = tuple(f"{pin}{degrees}" for pin in ("entrance_", "parking_") for degrees in ("latitude", "longitude"))
LOCATING = (*_SEEN, *_PINS)  # every column that is written here
MAIN = "main"
PIN_KINDS = (MAIN, "entrance", "parking")
OUTSIDE = "Punkten ligger utanför Sverige. Peka ut en plats i Sverige."


def locate(place: Property, *, ref: str = "", at: datetime) -> None:
    """Write what the firm's own register says of an address into a row that is about to be saved; asks nobody outside.

    `ref` is the suggestion that was chosen (`register:p:…`); it counts while the text still says the same. One of a
    provider outside is kept for the background check to look up.
    """
    provider, _, key = ref.partition(":")
    chosen = REGISTER.resolve(key, session="") if provider == REGISTER.name else None
    line = line_of(place)
    verdict = _sure(line, chosen) or judge(line, known_of(line))
    _write(place, verdict, by=None, at=at)
    place.checked_at = None
    if verdict.verification == Verification.UNVERIFIED and provider and provider != REGISTER.name:
        place.provider, place.provider_ref = provider[:20], key


def tell(place: Property) -> None:
    """Announce address_unconfirmed for an address that the own register could not confirm."""
    if not place.is_confirmed and place.address:
        events.address_unconfirmed.announce(property_id=place.pk)


def forget_pins(place: Property) -> None:
    """Take away the pins of a row that is about to be saved with another street or number."""
    for name in _PINS:
        setattr(place, name, None)


def tell_confirmed(place: Property) -> None:
    """Announce address_confirmed for an address that is confirmed now, whoever did it: what copied it may follow."""
    if place.is_confirmed and place.address:
        events.address_confirmed.announce(property_id=place.pk)


@transaction.atomic
def record_check(*, place: Property, found: Sequence[ResolvedAddress], at: datetime) -> None:
    """Write what providers outside said of an address; keeps what is known when they know no better. Idempotent.

    An address that is confirmed meanwhile stays so. Of a source whose licence keeps its points to itself only the
    words are written. Announces address_confirmed when it is.
    """
    locked = Property.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    if locked.is_confirmed:
        return
    line = line_of(locked)
    verdict = judge(line, _told(line, found))
    if verdict.confidence > locked.confidence or verdict.verification == Verification.VERIFIED:
        _write(locked, verdict, by=None, at=at)
    locked.checked_at = at
    locked.save(update_fields=list(_SEEN))
    tell_confirmed(locked)


@transaction.atomic
def recheck(*, at: datetime) -> int:
    """Check every address that nobody has confirmed once more, when the register has grown; answers how many it now is.

    Idempotent; rows that somebody works on are left for the next time. Announces address_confirmed for each.
    """
    waiting = Property.objects.filter(
        retired_at=None, verification__in=[Verification.UNVERIFIED, Verification.PARTIAL]
    ).exclude(address="")  # fmt: skip
    confirmed = 0
    for place in waiting.order_by("pk").select_for_update(of=("self",), no_key=True, skip_locked=True):
        verdict = judge(line_of(place), known_of(line_of(place)))
        if verdict.confidence > place.confidence or verdict.verification == Verification.VERIFIED:
            _write(place, verdict, by=None, at=at)
            place.save(update_fields=list(_SEEN))
            confirmed += place.is_confirmed
            tell_confirmed(place)
    return confirmed


@transaction.atomic
def take_over(*, place: Property, found: ResolvedAddress, by: User | None, at: datetime) -> None:
    """Write an address as its source has it, and count it as confirmed. A found postal code changes only the place.

    Locks the customer. Idempotent. Announces address_confirmed.
    """
    customer = lock(place.customer)
    locked = Property.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    before, parts = _text(locked), found.parts
    if parts.street:
        locked.address = parts.line
    if parts.postcode:
        locked.postal_code = pretty_code(parts.postcode)
    if parts.city:
        locked.city = parts.city
    changed = not _is_same_text(before, _text(locked))
    if not changed and locked.is_confirmed and locked.provider_ref == found.ref:
        return
    verdict = _sure(line_of(locked), found) or judge(line_of(locked), known_of(line_of(locked)))
    if changed and verdict.verification == Verification.VERIFIED:
        verdict = replace(verdict, verification=Verification.CORRECTED)
    _write(locked, verdict, by=by, at=at)
    if not is_same_line(before[0], locked.address):
        forget_pins(locked)
    locked.changed_at = at if changed else locked.changed_at
    locked.save(update_fields=[*_WRITTEN, "changed_at", *LOCATING])
    if changed:
        index_customer(customer)
    tell_confirmed(locked)
    audit.record(verb="customer.address_taken_over", target=customer, by=by, at=at, property=locked.pk)


@transaction.atomic
def confirm(*, place: Property, by: User, at: datetime) -> None:
    """A person vouches for an address as it stands. Idempotent. Locks the customer. Announces address_confirmed."""
    customer = lock(place.customer)
    locked = Property.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    if locked.is_confirmed:
        return
    locked.verification, locked.finding, locked.proposed = Verification.MANUAL, AddressFinding.NONE, ""
    locked.verified_at, locked.verified_by = at, by
    locked.save(update_fields=list(_SEEN))
    tell_confirmed(locked)
    audit.record(verb="customer.address_confirmed", target=customer, by=by, at=at, property=locked.pk)


@transaction.atomic
def place_pin(*, place: Property, kind: str, point: Point | None, by: User, at: datetime) -> None:
    """Write where a person pointed; None takes the pin away. Locks the customer.

    `kind` is `entrance` (the door), `parking` (where the lorry stands) or `main` (the address itself, which confirms
    it). Announces address_confirmed where it is. Raises DomainError for a point outside Sweden and for another kind.
    """
    if kind not in PIN_KINDS:
        raise DomainError("Välj om det är ingången, parkeringen eller adressen som du pekar ut.")
    if point is not None and not is_in_sweden(point):
        raise DomainError(OUTSIDE)
    customer = lock(place.customer)
    locked = Property.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
    pin = "" if kind == MAIN else f"{kind}_"
    names = [f"{pin}latitude", f"{pin}longitude"]
    for name, degrees in zip(names, point or (None, None), strict=True):
        setattr(locked, name, degrees)
    if kind == MAIN:
        _point_out(locked, is_known=point is not None, by=by, at=at)
        names += _SEEN
    locked.save(update_fields=names)
    tell_confirmed(locked)
    audit.record(verb="customer.address_pinned", target=customer, by=by, at=at, property=locked.pk, kind=kind)


def line_of(place: Property) -> Line:
    """An address as the checks read it."""
    return read_line(place.address, apartment=place.apartment, postcode=place.postal_code, city=place.city)


def _point_out(place: Property, *, is_known: bool, by: User, at: datetime) -> None:
    place.precision = Precision.MANUAL if is_known else Precision.NONE
    place.provider, place.provider_ref, place.provider_version = "", "", ""
    place.licence, place.located_at = (Licence.OWN, at) if is_known else ("", None)
    if is_known:
        place.verification, place.finding, place.proposed = Verification.MANUAL, AddressFinding.NONE, ""
        place.verified_at, place.verified_by = at, by


def _sure(line: Line, found: ResolvedAddress | None) -> Verdict | None:
    """The verdict on an address that was chosen and still stands as it was chosen; none for any other."""
    if found is None or not found.parts.number:
        return None
    parts = found.parts
    is_same = (
        is_same_line(line.parts.line, parts.line)
        and line.parts.postcode == parts.postcode
        and is_same_place(line.parts.city, parts.city)
    )
    if not is_same:
        return None
    return Verdict(Verification.VERIFIED, AddressFinding.NONE, found, "", found.point, found.precision, 1.0)


def _told(line: Line, found: Sequence[ResolvedAddress]) -> Known:
    """What providers outside found, as the checks take it."""
    each = [Found(address, likeness=1.0 if is_same_line(address.parts.street, line.parts.street) else 0.9)
            for address in found if address.parts.street]  # fmt: skip
    cities = [address.parts.city for address in found if address.parts.postcode == line.parts.postcode]
    hits = [one for one in each if one.address.parts.number and one.address.parts.number == line.parts.number]
    streets = [one for one in each if not one.address.parts.number]
    return Known(bool(found), cities, None, hits, streets)


def _write(place: Property, verdict: Verdict, *, by: User | None, at: datetime) -> None:
    found, point = verdict.address, verdict.point
    licence = found.licence if found else Licence.LANTMATERIET if point else ""
    if licence in WORDS_ONLY:
        point = None
    place.latitude, place.longitude = point or (None, None)
    place.precision, place.confidence = verdict.precision, verdict.confidence
    place.verification, place.finding, place.proposed = verdict.verification, verdict.finding, verdict.proposed[:120]
    place.provider = found.provider if found else REGISTER.name if point else ""
    place.provider_ref = found.ref[:300] if found else ""
    place.provider_version = _version() if place.provider == REGISTER.name else ""
    place.licence = licence
    place.located_at = at if found or point else None
    place.verified_at, place.verified_by = (at, by) if place.is_confirmed else (None, None)


def _version() -> str:
    newest = AddressFile.objects.exclude(finished_at=None).order_by("-pk").values_list("version", flat=True).first()
    return newest or ""


def _text(place: Property) -> tuple[str, str, str]:
    return place.address, place.postal_code, place.city


def _is_same_text(one: Sequence[str], other: Sequence[str]) -> bool:
    return one[0] == other[0] and digits_of(one[1]) == digits_of(other[1]) and one[2] == other[2]
