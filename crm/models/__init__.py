"""Tables of leads, customers and what is between them and the firm."""

from crm.models.ad_accounts import AdAccount, ConversionRule
from crm.models.addresses import AddressFile, AddressPoint, PostalPlace, Street
from crm.models.conversions import Conversion, ConversionRequest, ConversionRun, LeadFact
from crm.models.customers import Customer
from crm.models.history import Activity, CalendarFeed, Consent, FollowUp
from crm.models.imports import ContactImport, ContactImportRow
from crm.models.leads import Lead, LeadMove, LeadSource, LeadSubmission, Merge
from crm.models.lists import BulkAct, SavedView
from crm.models.messages import Mailing, MailingRecipient, MessageTemplate
from crm.models.properties import Contact, Property, RutPerson

__all__ = [
    "Activity", "AdAccount", "AddressFile", "AddressPoint", "BulkAct", "CalendarFeed", "Consent", "Contact",
    "ContactImport", "ContactImportRow", "Conversion", "ConversionRequest", "ConversionRule", "ConversionRun",
    "Customer", "FollowUp", "Lead", "LeadFact", "LeadMove", "LeadSource", "LeadSubmission", "Mailing",
    "MailingRecipient", "Merge", "MessageTemplate", "PostalPlace", "Property", "RutPerson", "SavedView", "Street",
]  # fmt: skip
