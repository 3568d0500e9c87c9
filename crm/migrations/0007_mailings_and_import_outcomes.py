from django.db import migrations, models

OUTCOMES = [
    ("new", "Ny"), ("changed", "Ändras"), ("unchanged", "Oförändrad"), ("duplicate", "Dubblett"), ("error", "Fel"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("crm", "0007_follow_up_series")]

    operations = [
        migrations.AddField("contactimport", "counts", models.JSONField(default=dict)),
        migrations.AddField("contactimport", "undone_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "contactimportrow", "outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=10, default="")
        ),
        migrations.AlterField(
            "contactimportrow", "outcome", models.CharField(blank=True, choices=OUTCOMES, max_length=10)
        ),
        migrations.AddIndex("mailing", models.Index(fields=["-created_at", "-id"], name="mailing_newest")),
        migrations.AddIndex(
            "mailing",
            models.Index(condition=models.Q(("finished_at", None)), fields=["id"], name="mailing_unfinished"),
        ),
        migrations.RemoveConstraint("mailingrecipient", "mailingrecipient_once"),
        migrations.AddConstraint(
            "mailingrecipient",
            models.UniqueConstraint(
                condition=models.Q(("status", "skipped"), _negated=True),
                fields=("mailing", "address"),
                name="mailingrecipient_sent_once",
            ),
        ),
    ]
