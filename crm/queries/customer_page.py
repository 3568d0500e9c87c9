"""What the page of one customer shows besides its own columns: people, addresses, answers, leads, papers."""

from django.db.models import QuerySet

from archive.models import Document
from archive.queries import linked_to
from archive.states import LinkKind
from crm.models import Consent, Customer, Lead
from crm.queries.customer_lists import RINGS, flags_of
from crm.queries.lead_lists import RINGS as LEAD_RINGS
from crm.queries.property_maps import distance_between, map_of_places
from crm.states import ConsentKind, CustomerKind, PropertyPurpose
from perforia.base.models import User
from perforia.base.paging import beside

SHOWN = 8
MOST_ANSWERS = 20
# What an address is to the customer: icon and category colour.
PLACES: dict[str, tuple[str, int]] = {
    PropertyPurpose.CURRENT: ("home", 1), PropertyPurpose.NEXT: ("home-move", 3), PropertyPurpose.FORMER: ("home", 4),
    PropertyPurpose.HOLIDAY: ("home", 2), PropertyPurpose.RELATIVE: ("home-heart", 5),
    PropertyPurpose.WORKPLACE: ("building", 4),
}  # fmt: skip


def facts_of(user: User, customer: Customer) -> dict[str, object]:
    """Everything the page shows; the parts of the apps above fetch themselves."""
    places = list(customer.properties.order_by("purpose", "pk"))
    answers = answers_of(customer)
    documents = documents_of(user, customer)
    is_hidden, used = not customer.may_be_reached_by(user), [place for place in places if place.retired_at is None]
    before, after = beside(Customer.objects.visible_to(user).listed(), customer, by="name")
    return {
        "ring": RINGS[customer.lifecycle], "flags": flags_of(customer), "before": before, "after": after,
        "is_hidden": is_hidden, "is_private": customer.kind == CustomerKind.PRIVATE,
        "contacts": customer.contacts.order_by("pk"), "buyers": customer.rut_people.order_by("pk"),
        "places": [(place, *PLACES[place.purpose]) for place in used],
        "places_map": None if is_hidden else map_of_places(used, name=customer.name),
        "distance": None if is_hidden else distance_between(used),
        "retired": [place for place in places if place.retired_at is not None],
        "answers": answers, "answer": answers[0] if answers else None,
        "leads": leads_of(user, customer), "lead_rings": LEAD_RINGS,
        "documents": list(documents[:SHOWN]), "document_count": documents.count(),
    }  # fmt: skip


def answers_of(customer: Customer) -> list[Consent]:
    """What was answered about marketing, the latest first."""
    asked = customer.consents.filter(kind=ConsentKind.MARKETING).select_related("by")
    return list(asked.order_by("-at", "-pk")[:MOST_ANSWERS])


def leads_of(user: User, customer: Customer) -> QuerySet[Lead]:
    """The leads that the customer came from or has sent since, the newest first."""
    leads = Lead.objects.visible_to(user).filter(customer=customer, merged_into=None)
    return leads.select_related("source").defer("search").order_by("-received_at", "-pk")[:SHOWN]


def documents_of(user: User, customer: Customer) -> QuerySet[Document]:
    """The customer's papers that a person may see."""
    tied = linked_to(LinkKind.CUSTOMER, customer.pk).order_by().values("pk")
    return Document.objects.visible_to(user).filter(pk__in=tied).order_by("-changed_at", "-pk")
