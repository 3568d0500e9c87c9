"""Background work of leads and customers; the worker finds the tasks through the imports here."""

from celery import shared_task

from crm.services.ad_accounts import due_tests
from crm.services.contact_imports import due_imports
from crm.services.conversions_polling import due_requests
from crm.services.conversions_runs import due_runs
from crm.services.followups import due_reminders as due_follow_ups
from crm.services.lead_reminders import due_reminders
from crm.services.mailings import due_mailings
from crm.services.outside_checks import due_checks
from crm.services.purging import due_purges
from crm.services.withdrawals import due_texts
from crm.tasks.addresses import check_address
from crm.tasks.capture import purge_source
from crm.tasks.contact_imports import forget_imports, work_on_import
from crm.tasks.conversions import (
    forget_clicks,
    poll_conversions,
    retry_conversions,
    try_ads,
    upload_conversions,
    work_on_conversions,
)
from crm.tasks.customers import age_customers, forget_kept
from crm.tasks.followups import remind_of_follow_up
from crm.tasks.leads import remind_of_lead
from crm.tasks.mailings import handle_text, send_mailing
from perforia.base.clock import now
from perforia.base.tasks import Queue, Swept, enqueue_due

__all__ = [
    "SWEPT", "age_customers", "check_address", "forget_clicks", "forget_imports", "forget_kept", "handle_text",
    "poll_conversions", "purge_source", "remind_of_follow_up", "remind_of_lead", "retry_conversions", "send_mailing",
    "sweep", "try_ads", "upload_conversions", "work_on_conversions", "work_on_import",
]  # fmt: skip

SWEPT: Swept = {
    purge_source: due_purges,
    remind_of_lead: due_reminders,
    remind_of_follow_up: due_follow_ups,
    send_mailing: due_mailings,
    handle_text: due_texts,
    work_on_import: due_imports,
    work_on_conversions: due_runs,
    poll_conversions: due_requests,
    try_ads: due_tests,
    check_address: due_checks,
}


@shared_task(name="crm.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Find again what should have been forgotten, sent, reminded of or imported."""
    enqueue_due(SWEPT, at=now())
