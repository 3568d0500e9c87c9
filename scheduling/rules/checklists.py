"""What a crew usually ticks off, by service: what the checklist of a new job begins with."""

from crm.states import Service

CHECKLISTS: dict[Service, tuple[str, ...]] = {
    Service.MOVING: (
        "Gå igenom bohaget med kunden",
        "Fota skador innan",
        "Skydda golv och dörrkarmar",
        "Fota tom lägenhet",
        "Kunden har räknat kartonger",
        "Kunden signerar på skärmen",
    ),
    Service.MOVE_CLEANING: (
        "Kök: ugn, spis, fläkt och kyl",
        "Badrum: golvbrunn och kakel",
        "Fönster in- och utvändigt",
        "Garderober och lister",
        "Fota varje rum",
        "Nycklar lämnade",
    ),
    Service.HOME_CLEANING: ("Kök", "Badrum", "Dammsuga och våttorka golv", "Damma", "Lås och larm"),
    Service.WINDOWS: ("Fönster in- och utvändigt", "Karmar och bleck", "Fota skador innan"),
    Service.PACKING: ("Packa rum för rum", "Märk kartonger med rum", "Ömtåligt för sig", "Fota skador innan"),
    Service.OTHER: (),
}


def checklist_for(kind: str) -> tuple[str, ...]:
    """The usual checklist of a service; nothing for one that has none."""
    return CHECKLISTS.get(Service(kind), ()) if kind in Service.values else ()
