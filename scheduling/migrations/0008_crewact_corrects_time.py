"""Somebody who reported a time puts it right on the phone."""

from django.db import migrations, models

KINDS = [
    ("check_in", "Incheckning"), ("pause", "Rast"), ("resume", "Rast slut"), ("switch", "Byte av arbete"),
    ("check_out", "Utcheckning"), ("tick", "Checklista"), ("photo", "Bild"), ("material", "Material"),
    ("signature", "Kundens underskrift"), ("deviation", "Avvikelse"), ("correct", "Rättad tid"),
    ("seen", "Läst ändring"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0007_crewact_in_two_languages")]

    operations = [
        migrations.AlterField("crewact", "kind", models.CharField(choices=KINDS, max_length=12)),
    ]
