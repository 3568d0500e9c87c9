"""What follows from which fact, one line each."""

from contracts import events as contracts_events
from crm import events as crm_events
from crm.queries.obstacles import ask
from perforia.base.events import on
from scheduling import events, tasks
from scheduling.queries import customers

on(contracts_events.contract_signed, tasks.open_first_job)
on(events.proposal_asked, tasks.plan_day)
on(events.job_planned, tasks.measure_roads)
on(events.papers_wanted, tasks.file_papers)
on(crm_events.customer_anonymised, tasks.forget_customer)
on(crm_events.address_confirmed, tasks.confirm_stops)
ask(customers.obstacles)
