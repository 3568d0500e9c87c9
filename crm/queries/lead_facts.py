"""What the page of one lead shows besides its own columns: home and work, origin, consents, merges."""

from crm.models import Consent, Lead, Merge
from crm.rules.details import details_in_words

# Where somebody came from, in words; the rest of the attribution is shown by its own name.
ORIGIN = {
    "utm_source": "Kanal", "utm_medium": "Medium", "utm_campaign": "Kampanj", "utm_term": "Sökord",
    "utm_content": "Annons", "landing_page": "Landningssida", "page": "Sida", "referrer": "Kom från",
    "gclid": "gclid", "gbraid": "gbraid", "wbraid": "wbraid",
}  # fmt: skip
FORM_STEPS = ("Tjänst", "Kontakt", "Adress", "Bostad", "Datum")
CLICK_IDS = ("gclid", "gbraid", "wbraid")


def facts_of(lead: Lead) -> dict[str, object]:
    """Everything the page shows of home, work, origin, consents and merges."""
    origin = {key: str(value) for key, value in lead.attribution.items() if value}
    known = [(label, origin[key], key in CLICK_IDS) for key, label in ORIGIN.items() if key in origin]
    others = [(key, value, False) for key, value in origin.items() if key not in ORIGIN]
    return {
        "details": details_in_words(lead.details),
        "origin": known + others,
        "unknown": [(key, str(value)) for key, value in lead.extra.items()],
        "consents": _consents(lead),
        "merges": Merge.objects.filter(target="lead", kept_id=lead.pk, undone_at=None).order_by("-pk"),
        "checks": _checks(lead),
        "known_checks": sum(is_known for _, is_known in _checks(lead)),
        **_form(lead),
    }


def _form(lead: Lead) -> dict[str, object]:
    """How far an unfinished form came: a mark for each step, what is filled in, what is missing."""
    if not lead.steps or lead.completed_at or lead.closed_at:
        return {}
    asked = {
        "tjänst": lead.services, "adress": lead.address, "boyta": lead.details.get("area_m2"),
        "våning": lead.details.get("floor"), "hiss": lead.details.get("elevator"), "datum": lead.wanted_on,
    }  # fmt: skip
    missing = [name for name, value in asked.items() if not value]
    marks = [number < lead.step for number in range(lead.steps)]
    return {"marks": marks, "filled": _listed(list(FORM_STEPS[: lead.step])), "missing": _listed(missing).capitalize()}


def _listed(words: list[str]) -> str:
    """`boyta, våning och hiss`."""
    return " och ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _consents(lead: Lead) -> list[Consent]:
    """The latest answer to each question."""
    return list(lead.consents.order_by("kind", "-at", "-id").distinct("kind"))


def _checks(lead: Lead) -> list[tuple[str, bool]]:
    """What should be known before a lead is qualified, and whether it is."""
    return [
        ("Tjänst vald", bool(lead.services)),
        ("Adress och postnummer", bool(lead.address and lead.postal_code)),
        ("Kontaktad", lead.first_contact_at is not None),
        ("Datum bestämt", lead.wanted_on is not None),
    ]
