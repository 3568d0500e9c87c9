"""A register of addresses, from lines as people write them."""

import uuid

from crm.models import AddressPoint, PostalPlace, Street
from crm.rules.addresses import folded, normalise, read_line
from perforia.base.geography import Precision

HERE = (59.30, 18.00)


def register(*lines, district="", precision=Precision.ENTRANCE, point=HERE):
    """Addresses such as `Testgränd 14A, 123 45 Storköping`, some hundred metres from each other; answers them."""
    made = []
    for step, line in enumerate(lines):
        parts = read_line(line).parts
        north, east = point[0] + step * 0.002, point[1]
        words = f"{parts.street} {parts.city}"
        street, _ = Street.objects.get_or_create(
            name=parts.street, city=parts.city, municipality="0180", district=district,
            defaults={"norm": normalise(words), "folded": folded(words), "latitude": north, "longitude": east},
        )  # fmt: skip
        made.append(
            AddressPoint.objects.create(
                uuid=uuid.uuid5(uuid.NAMESPACE_OID, line + district), street=street, number=int(parts.number or 0),
                letter=parts.letter, postal_code=parts.postcode, latitude=north, longitude=east, precision=precision,
                generation=0,
            )
        )  # fmt: skip
        PostalPlace.objects.get_or_create(
            postal_code=parts.postcode, city=parts.city,
            defaults={"addresses": 1, "latitude": north, "longitude": east},
        )  # fmt: skip
    return made
