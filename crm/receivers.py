"""What follows from which fact, one line each."""

from crm import events, tasks
from integrations import events as integrations_events
from perforia.base.events import on

on(events.mailing_started, tasks.send_mailing)
on(integrations_events.text_received, tasks.handle_text)
on(events.import_wanted, tasks.work_on_import)
on(events.conversion_run_begun, tasks.work_on_conversions)
on(events.ads_test_asked, tasks.try_ads)
on(events.address_unconfirmed, tasks.check_address)
