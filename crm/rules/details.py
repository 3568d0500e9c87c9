"""What a lead tells about the home and the work besides its own columns: keys, choices and Swedish words. Pure."""

from collections.abc import Mapping

HOUSING = {
    "apartment": "Lägenhet", "house": "Villa", "terraced": "Radhus", "room": "Rum", "storage": "Magasin eller förråd",
    "office": "Kontor eller lokal",
}  # fmt: skip
FLOORS = {
    "0": "Bottenvåning",
    **{str(n): f"{n} trapp{'or' if n > 1 else 'a'}" for n in range(1, 10)},
    "10": "10 trappor eller mer",
}
ELEVATORS = {"large": "Ja, rymmer möbler", "small": "Liten hiss", "none": "Nej"}
ROOMS = {"1": "1 rum", "2": "2 rum", "3": "3 rum", "4": "4 rum", "5": "5 rum", "6": "6 rum eller fler"}
FREQUENCIES = {
    "once": "En gång", "weekly": "Varje vecka", "biweekly": "Varannan vecka", "monthly": "Var fjärde vecka",
}  # fmt: skip
EXTRAS = {
    "heavy": "Tunga föremål, till exempel piano", "boxes": "Låna flyttkartonger", "storage": "Magasinering",
    "disposal": "Bortforsling", "assembly": "Montera ned och upp möbler", "windows": "Fönsterputs på köpet",
}  # fmt: skip
RUT = {"yes": "Ja, dra av RUT", "no": "Nej", "unsure": "Vet inte"}
YES = {"yes": "Ja", "no": "Nej"}

# Key → what it is called, and the words of its values where they are choices.
DETAILS: dict[str, tuple[str, Mapping[str, str]]] = {
    "housing": ("Bostad", HOUSING),
    "area_m2": ("Boyta, m²", {}),
    "rooms": ("Rum", ROOMS),
    "floor": ("Våning", FLOORS),
    "elevator": ("Hiss", ELEVATORS),
    "to_floor": ("Våning, nya bostaden", FLOORS),
    "to_elevator": ("Hiss, nya bostaden", ELEVATORS),
    "frequency": ("Hur ofta", FREQUENCIES),
    "extras": ("Tillval", EXTRAS),
    "is_flexible": ("Datumet kan ändras", YES),
    "wants_rut": ("RUT-avdrag", RUT),
}
LONGEST = 200


def details_in_words(details: Mapping[str, object]) -> list[tuple[str, str]]:
    """What is known of home and work as (label, value), in the order of the form; unknown keys come last as written."""
    known = [(DETAILS[key][0], _in_words(details[key], DETAILS[key][1])) for key in DETAILS if details.get(key)]
    return known + [(key, str(value)) for key, value in details.items() if key not in DETAILS and value]


def _in_words(value: object, words: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(words.get(str(each), str(each)) for each in value)
    return words.get(str(value), str(value))
