"""Who in the books may be the same person: found by the indexes of phone, e-mail and words, weighed by crm.rules."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from crm.models import Customer, Lead
from crm.models.leads import LeadQuerySet
from crm.rules.contact import clean_email, parse_phone
from crm.rules.duplicates import Person, reasons
from perforia.base.models import User
from perforia.base.searching import fold

MOST_LOOKED_AT, MOST_SHOWN = 60, 5
FEWEST_LETTERS = 3


@dataclass(frozen=True)
class Duplicate:
    """Somebody who may be the same, and why."""

    row: Lead | Customer
    why: Sequence[str]

    @property
    def is_customer(self) -> bool:
        return isinstance(self.row, Customer)

    @property
    def words(self) -> str:
        """`Samma telefon, samma e-post`."""
        return ", ".join(self.why).capitalize()


def duplicates_of(user: User, person: Person, *, but_lead: int = 0, but_customer: int = 0) -> list[Duplicate]:
    """Customers and leads that may be this person, customers first, the surest first. Archived and merged ones are not.

    Leads of `but_customer` are known to be its own.
    Costs a few index look-ups, however many there are: shown while somebody types.
    """
    customers = Customer.objects.visible_to(user).listed().exclude(pk=but_customer)
    leads = Lead.objects.visible_to(user).listed().exclude(pk=but_lead)
    if but_customer:
        leads = leads.exclude(customer=but_customer)
    alike = (_alike_customers(customers, person), _alike_leads(leads, person))
    found = [each for rows in alike for each in _weighed(rows, person, user)]
    return found[: 2 * MOST_SHOWN]


def duplicates_of_lead(user: User, lead: Lead) -> list[Duplicate]:
    """Who may be the same as a lead; its own customer is known and not among them."""
    person = Person(lead.name, lead.phone, lead.email, lead.address)
    return duplicates_of(user, person, but_lead=lead.pk, but_customer=lead.customer_id or 0)


def duplicates_of_customer(user: User, customer: Customer) -> list[Duplicate]:
    """Customers that may be the same as a customer."""
    person = _known(customer, user)
    customers = Customer.objects.visible_to(user).listed().exclude(pk=customer.pk)
    return _weighed(_alike_customers(customers, person), person, user)


def doubted(user: User, leads: Sequence[Lead]) -> set[int]:
    """Which of a page's leads share phone or e-mail with another lead, or with a customer that is not theirs."""
    phones, emails = _shared(user, leads, "phone"), _shared(user, leads, "email")
    return {lead.pk for lead in leads if lead.phone in phones or lead.email in emails}


def _shared(user: User, leads: Sequence[Lead], name: str) -> set[str]:
    """The values of a column that somebody else has too: two look-ups for a whole page."""
    values = {getattr(lead, name) for lead in leads} - {""}
    alike = Lead.objects.visible_to(user).listed().filter(**{f"{name}__in": values})
    count = Counter(alike.values_list(name, flat=True))
    own = {lead.customer_id for lead in leads if lead.customer_id is not None}
    known = Customer.objects.visible_to(user).listed().filter(**{f"{name}__in": values}).exclude(pk__in=own)
    return {value for value, number in count.items() if number > 1} | set(known.values_list(name, flat=True))


def _alike_leads(leads: LeadQuerySet, person: Person) -> LeadQuerySet | list[Lead]:
    asked = _asked(person)
    return leads.filter(asked).order_by("-pk")[:MOST_LOOKED_AT] if asked else []


def _alike_customers(customers: QuerySet[Customer], person: Person) -> QuerySet[Customer] | list[Customer]:
    asked = _asked(person)
    if person.personal_number_hash:
        asked |= Q(personal_number_hash=person.personal_number_hash)
    return customers.filter(asked).order_by("-pk")[:MOST_LOOKED_AT] if asked else []


def _asked(person: Person) -> Q:
    """What the indexes are asked: equal phone or e-mail, all words of the name, or the whole street address."""
    asked = Q()
    if phone := parse_phone(person.phone):
        asked |= Q(phone=phone) | _with_words(["0" + phone.removeprefix("+46")])
    if email := clean_email(person.email):
        asked |= Q(email=email)
    for text in (person.name, person.address):
        words = [word for word in re.findall(r"[^\W_]+", fold(text)) if len(word) > 1 or word.isdecimal()]
        if len(words) > 1 and sum(map(len, words)) > FEWEST_LETTERS:
            asked |= _with_words(words)
    return asked


def _with_words(words: Sequence[str]) -> Q:
    query = " & ".join(f"'{word[:40]}'" for word in words[:6])
    return Q(search=SearchQuery(query, config="simple", search_type="raw"))


def _weighed(rows: Iterable[Lead | Customer], person: Person, user: User) -> list[Duplicate]:
    asked = Person(
        person.name, parse_phone(person.phone), clean_email(person.email), person.address, person.personal_number_hash
    )
    found = []
    for row in rows:
        why = reasons(asked, _known(row, user))
        if why:
            found.append(Duplicate(row, why))
    return sorted(found, key=lambda each: -len(each.why))[:MOST_SHOWN]


def _known(row: Lead | Customer, user: User) -> Person:
    """What a row says to a person: nobody learns of a protected address or phone by trying."""
    if isinstance(row, Lead):
        return Person(row.name, row.phone, row.email.lower(), row.address)
    is_open = row.may_be_reached_by(user)
    phone, address = (parse_phone(row.phone), row.address) if is_open else ("", "")
    return Person(row.name, phone, row.email.lower(), address, row.personal_number_hash)
