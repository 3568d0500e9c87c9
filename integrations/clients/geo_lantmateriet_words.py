"""The words of Belägenhetsadress Direkt v4.2 as addresses."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from integrations.clients.geo_calls import first_of
from integrations.clients.geo_words import postcode_of
from perforia.base.errors import ProviderDown
from perforia.base.geography import AddressParts, Licence, Point, Precision, ResolvedAddress, is_in_sweden
from perforia.base.sweref import to_wgs84

NAME = "lantmateriet"
STRANGE = "Lantmäteriet svarade något som inte går att läsa."
# `insamlingslage`: how the point was collected.
PRECISIONS = {
    "ingång": Precision.ENTRANCE, "byggnad": Precision.BUILDING, "tomtplats": Precision.PARCEL,
    "infart": Precision.PARCEL,
}  # fmt: skip


def readable(content: bytes) -> Any:  # Any: JSON
    """An answer as JSON; raises ProviderDown for anything else."""
    try:
        return json.loads(content)
    except ValueError as strange:
        raise ProviderDown(STRANGE) from strange


def references(told: object) -> list[str]:
    """The identities of the addresses that a text may mean."""
    if told is None:
        return []
    if not isinstance(told, list):
        raise ProviderDown(STRANGE)
    return [str(each["objektidentitet"]) for each in told if isinstance(each, dict) and each.get("objektidentitet")]


def features(told: object) -> list[ResolvedAddress]:
    """The addresses of a FeatureCollection; none for an identity that has gone."""
    if told is None:
        return []
    found = told.get("features") if isinstance(told, dict) else None
    if not isinstance(found, list):
        raise ProviderDown(STRANGE)
    return [made for each in found if isinstance(each, dict) and (made := _read(each)) is not None]


def _read(feature: Mapping[str, Any]) -> ResolvedAddress | None:  # Any: JSON
    told = feature.get("properties") or {}
    attributes = told.get("adressplatsattribut") or {}
    place = attributes.get("adressplatsbeteckning") or {}
    area, farm = told.get("adressomrade") or {}, told.get("gardsadressomrade") or {}
    if farm:  # a farm's own address: the village stands within the farm
        area = farm.get("adressomrade") or area
    street = " ".join(part for part in (first_of(area, "faststalltNamn"), first_of(farm, "faststalltNamn")) if part)
    if not street:
        return None
    letter = first_of(place, "bokstavstillagg").upper()
    side = f"{first_of(place, 'lagestillagg')}{first_of(place, 'lagestillagsnummer')}".upper()
    parts = AddressParts(
        street, first_of(place, "adressplatsnummer", "avvikandeAdressplatsBeteckning"),
        " ".join(part for part in (letter, side) if part), postcode=postcode_of(attributes.get("postnummer")),
        city=first_of(attributes, "postort"),
    )  # fmt: skip
    point = _point((feature.get("geometry") or {}).get("coordinates"))
    collected = first_of(attributes, "insamlingslage").casefold()
    precision = PRECISIONS.get(collected, Precision.STREET) if point else Precision.NONE
    municipality = first_of((area.get("kommundel") or {}).get("kommun") or {}, "kommunkod")
    ref = str(feature.get("id") or told.get("objektidentitet") or "")
    return ResolvedAddress(parts, point, precision, NAME, ref, Licence.LANTMATERIET, municipality=municipality)


def _point(place: Sequence[object] | None) -> Point | None:
    """Easting and northing in metres as degrees."""
    if not isinstance(place, list) or len(place) < 2:  # noqa: PLR2004 -- two coordinates
        return None
    try:
        point = to_wgs84(float(str(place[1])), float(str(place[0])))
    except ValueError:
        return None
    return point if is_in_sweden(point) else None
