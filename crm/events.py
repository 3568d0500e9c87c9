"""The facts that crm announces."""

from perforia.base.events import Event

submission_received = Event("crm.submission_received")
lead_captured = Event("crm.lead_captured")
lead_completed = Event("crm.lead_completed")
lead_qualified = Event("crm.lead_qualified")
lead_lost = Event("crm.lead_lost")
mailing_started = Event("crm.mailing_started")
import_wanted = Event("crm.import_wanted")
customer_merged = Event("crm.customer_merged")
customer_anonymised = Event("crm.customer_anonymised")
address_unconfirmed = Event("crm.address_unconfirmed")
address_confirmed = Event("crm.address_confirmed")
conversion_run_begun = Event("crm.conversion_run_begun")
ads_test_asked = Event("crm.ads_test_asked")
