"""What is said of a piece of work, once for a job and once for the series that makes jobs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from contracts.models import Contract, Offer
from contracts.states import Pricing
from crm.models import Customer
from crm.states import Service
from scheduling.states import Skill

# The fields of every piece of work, for the ledgers of those who have them.
WORK_INTERNAL = "kind customer contract offer minutes break_minutes people skills volume pricing price"
WORK_PERSONAL = "title notes office_note"


class Work(models.Model):
    """Kind, need and price of a piece of work.

    `minutes` is the time at the customer, breaks included; `people` how many it takes at once. A skill that several
    must have stands as often in `skills`. `price` in kronor with VAT: the whole job's, or per hour and person.
    """

    kind = models.CharField("tjänst", max_length=20, choices=Service, default=Service.MOVING)
    title = models.CharField("vad", max_length=120)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="kund"
    )
    contract = models.ForeignKey(Contract, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField("tid, minuter")
    break_minutes = models.PositiveSmallIntegerField("varav rast, minuter", default=0)
    people = models.PositiveSmallIntegerField("personer", default=1)
    skills = ArrayField(models.CharField(max_length=20, choices=Skill), verbose_name="kompetenser", default=list)
    volume = models.DecimalField("fordon minst, m³", max_digits=5, decimal_places=1, null=True, blank=True)
    pricing = models.CharField("prissättning", max_length=8, choices=Pricing, default=Pricing.FIXED)
    price = models.DecimalField("pris, kronor", max_digits=10, decimal_places=2, null=True, blank=True)
    notes = models.TextField("till laget", blank=True)
    office_note = models.TextField("till kontoret", blank=True)

    class Meta:
        abstract = True
