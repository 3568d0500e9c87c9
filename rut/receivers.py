"""What follows from which fact, one line each."""

from archive import events as archive_events
from contracts import events as contract_events
from crm import events as crm_events
from crm.queries.obstacles import ask
from perforia.base.events import on
from rut import events, tasks
from rut.queries import customers
from scheduling import events as scheduling_events

on(events.letter_uploaded, tasks.read_letter)
on(events.package_requested, tasks.build_package)
on(archive_events.text_extracted, tasks.match_paper)
on(contract_events.contract_filed, tasks.find_agreements)
on(scheduling_events.papers_filed, tasks.find_work_papers)
on(events.case_opened, tasks.tell_history)
on(events.case_answered, tasks.tell_history)
on(events.case_decided, tasks.tell_history)
on(crm_events.customer_anonymised, tasks.forget_customer)
ask(customers.obstacles)
