from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0010_done_follow_ups"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="kind",
            field=models.CharField(
                choices=[
                    ("form", "Formulär"),
                    ("call", "Samtal"),
                    ("note", "Anteckning"),
                    ("mail", "Mejl"),
                    ("sms", "Sms"),
                    ("meeting", "Möte"),
                    ("status", "Status"),
                    ("document", "Dokument"),
                    ("letter", "Brev"),
                    ("case", "RUT-ärende"),
                    ("invoice", "Faktura"),
                    ("contract", "Avtal"),
                    ("system", "Perforia"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="activityversion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("form", "Formulär"),
                    ("call", "Samtal"),
                    ("note", "Anteckning"),
                    ("mail", "Mejl"),
                    ("sms", "Sms"),
                    ("meeting", "Möte"),
                    ("status", "Status"),
                    ("document", "Dokument"),
                    ("letter", "Brev"),
                    ("case", "RUT-ärende"),
                    ("invoice", "Faktura"),
                    ("contract", "Avtal"),
                    ("system", "Perforia"),
                ],
                max_length=8,
            ),
        ),
    ]
