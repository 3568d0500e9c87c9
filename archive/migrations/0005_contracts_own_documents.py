from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0004_changes_and_checks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="documentlink",
            name="kind",
            field=models.CharField(
                choices=[
                    ("customer", "Kund"),
                    ("invoice", "Faktura"),
                    ("case", "RUT-ärende"),
                    ("letter", "Brev"),
                    ("contract", "Avtal"),
                ],
                max_length=10,
            ),
        ),
    ]
