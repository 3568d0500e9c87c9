"""What follows from which fact, one line each."""

from archive import events as archive_events
from billing import events, queries, tasks
from crm import events as crm_events
from crm.queries.obstacles import ask
from perforia.base.events import on

on(archive_events.text_extracted, tasks.match_document)
on(events.import_requested, tasks.write_import)
on(crm_events.customer_anonymised, tasks.forget_customer)
on(crm_events.customer_merged, tasks.name_invoices)
ask(queries.obstacles)
