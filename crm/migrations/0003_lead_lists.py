from datetime import UTC, datetime

import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0002_leads_and_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("archived_at", None),
                    ("merged_into", None),
                    ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                ),
                fields=["-received_at", "-id"],
                include=("status", "value"),
                name="lead_open_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("archived_at", None),
                    ("merged_into", None),
                    ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                ),
                fields=["owner", "-received_at", "-id"],
                name="lead_open_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("archived_at", None),
                    ("merged_into", None),
                    ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                ),
                fields=["name", "id"],
                name="lead_open_name",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "next_step_at", models.Value(datetime(9999, 1, 1, 0, 0, tzinfo=UTC))
                    )
                ),
                models.F("id"),
                condition=models.Q(
                    ("archived_at", None),
                    ("merged_into", None),
                    ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                ),
                name="lead_open_step",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "value", models.Value(0), output_field=models.DecimalField(decimal_places=0, max_digits=10)
                    ),
                    descending=True,
                ),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("archived_at", None),
                    ("merged_into", None),
                    ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                ),
                name="lead_open_value",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("merged_into", None)),
                fields=["name", "id"],
                name="lead_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                models.OrderBy(
                    django.db.models.functions.comparison.Coalesce(
                        "value", models.Value(0), output_field=models.DecimalField(decimal_places=0, max_digits=10)
                    ),
                    descending=True,
                ),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("archived_at", None), ("merged_into", None)),
                name="lead_by_value",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("archived_at", None),
                    ("merged_into", None),
                    ("first_contact_at", None),
                    ("status__in", ["new", "started"]),
                ),
                fields=["received_at", "id"],
                name="lead_to_call",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(
                    ("archived_at", None), ("merged_into", None), models.Q(("closed_at", None), _negated=True)
                ),
                fields=["status", "-closed_at", "-id"],
                name="lead_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("archived_at", None), _negated=True),
                fields=["-archived_at", "-id"],
                name="lead_archived",
            ),
        ),
    ]
