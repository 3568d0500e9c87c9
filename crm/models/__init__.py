"""Tables of leads, customers and what is between them and the firm."""

from crm.models.customers import Customer
from crm.models.history import Activity, CalendarFeed, Consent, FollowUp
from crm.models.imports import ContactImport, ContactImportRow
from crm.models.leads import Lead, LeadMove, LeadSource, LeadSubmission, Merge
from crm.models.lists import BulkAct, SavedView
from crm.models.messages import Mailing, MailingRecipient, MessageTemplate
from crm.models.properties import Contact, Property, RutPerson

__all__ = [
    "Activity", "BulkAct", "CalendarFeed", "Consent", "Contact", "ContactImport", "ContactImportRow", "Customer",
    "FollowUp", "Lead", "LeadMove", "LeadSource", "LeadSubmission", "Mailing", "MailingRecipient", "Merge",
    "MessageTemplate", "Property", "RutPerson", "SavedView",
]  # fmt: skip
