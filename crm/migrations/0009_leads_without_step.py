"""The leads nobody has planned anything for are counted on every page of the list: they get an index of their own."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

OPEN = ["contacted", "contract_sent", "new", "qualified", "started"]
WORKED = ["contacted", "contract_sent", "qualified"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("crm", "0008_ad_consent_of_sources_and_waiting_posts")]

    operations = [
        AddIndexConcurrently(
            model_name="lead",
            index=models.Index(
                fields=["-received_at", "-id"],
                name="lead_without_step",
                condition=Q(merged_into=None, archived_at=None)
                & Q(status__in=OPEN)
                & Q(next_step_at=None)
                & (Q(first_contact_at__isnull=False) | Q(status__in=WORKED)),
            ),
        ),
    ]
