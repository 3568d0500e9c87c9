"""What follows from which fact, one line each."""

from contracts import events, tasks
from contracts.queries.contracts import obstacles
from contracts.queries.offers import obstacles as obstacles_of_offers
from crm import events as crm_events
from crm.queries.obstacles import ask
from integrations import events as integrations_events
from perforia.base.events import on

on(events.contract_asked, tasks.send_contract)
on(events.contract_taken_back, tasks.remove_contract)
on(events.contract_signed, tasks.fetch_signed_pdf)
on(events.signed_pdf_wanted, tasks.fetch_signed_pdf)
on(events.contract_reading_wanted, tasks.read_contract)
on(events.contract_told, tasks.tell_history)
on(events.templates_asked, tasks.refresh_templates)
on(integrations_events.esign_callback_recorded, tasks.apply_esign_callback)
on(events.offer_delivery_wanted, tasks.build_offer)
on(crm_events.customer_anonymised, tasks.forget_customer)
ask(obstacles)
ask(obstacles_of_offers)
