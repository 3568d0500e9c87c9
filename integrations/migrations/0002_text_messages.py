from django.db import migrations, models

STATUSES = [
    ("queued", "I kö"), ("sending", "Skickas"), ("sent", "Skickat"), ("delivered", "Kom fram"),
    ("failed", "Gick inte att skicka"), ("unsure", "Osäkert om det kom fram"),
]  # fmt: skip
CHANNELS = [("mail", "E-post"), ("sms", "Sms")]


class Migration(migrations.Migration):
    dependencies = [("integrations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="IncomingText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=80, unique=True)),
                ("sender", models.CharField(max_length=20)),
                ("to", models.CharField(max_length=20)),
                ("body", models.TextField()),
                ("received_at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("handled_at", None)), fields=["id"], name="incomingtext_waiting")
                ],
            },
        ),
        migrations.AddField("message", "channel", models.CharField(choices=CHANNELS, default="mail", max_length=4)),
        migrations.AddField("message", "unsubscribe_url", models.CharField(blank=True, default="", max_length=300)),
        migrations.AlterField("message", "unsubscribe_url", models.CharField(blank=True, max_length=300)),
        migrations.AddField("message", "is_bulk", models.BooleanField(default=False)),
        migrations.AddField("message", "external_id", models.CharField(blank=True, default="", max_length=80)),
        migrations.AlterField("message", "external_id", models.CharField(blank=True, max_length=80)),
        migrations.AddField("message", "parts", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("message", "delivered_at", models.DateTimeField(null=True)),
        migrations.AlterField("message", "to", models.CharField(max_length=254, verbose_name="till")),
        migrations.AlterField(
            "message", "status", models.CharField(choices=STATUSES, default="queued", max_length=10)
        ),
    ]  # fmt: skip
