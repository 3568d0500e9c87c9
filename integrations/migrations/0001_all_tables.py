import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("integrations", "0001_initial"),
        ("integrations", "0002_text_messages"),
        ("integrations", "0003_connections_exchanges_and_callbacks"),
    ]

    initial = True

    dependencies = [
        ("base", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Connection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.CharField(
                        choices=[("oneflow", "Oneflow"), ("google_ads", "Google Ads")], max_length=12, unique=True
                    ),
                ),
                ("settings", models.JSONField(default=dict)),
                ("secret", models.TextField(blank=True)),
                ("callback_key", models.CharField(max_length=64, unique=True)),
                ("callback_secret", models.CharField(blank=True, max_length=400)),
                ("is_active", models.BooleanField(default=True)),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("last_error_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=300)),
                ("refused_at", models.DateTimeField(null=True)),
                ("last_callback_at", models.DateTimeField(null=True)),
                ("refused_callbacks", models.PositiveBigIntegerField(default=0)),
                ("check_asked_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("checks", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Callback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(choices=[("oneflow", "Oneflow"), ("google_ads", "Google Ads")], max_length=12),
                ),
                ("external_id", models.CharField(max_length=120)),
                ("payload", models.JSONField()),
                ("received_at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("misses", models.PositiveSmallIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("handled_at", None)),
                        fields=["source", "next_try_at"],
                        name="callback_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "external_id"), name="callback_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handled_at__isnull", False), ("next_try_at__isnull", False), _connector="OR"
                        ),
                        name="callback_open_has_next_try",
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(choices=[("mail", "E-post"), ("sms", "Sms")], default="mail", max_length=4),
                ),
                ("message_id", models.CharField(max_length=120, unique=True, verbose_name="Message-ID")),
                ("to", models.CharField(max_length=254, verbose_name="till")),
                ("cc", models.CharField(blank=True, max_length=300, verbose_name="kopia")),
                ("subject", models.CharField(max_length=200, verbose_name="ämne")),
                ("body", models.TextField(verbose_name="text")),
                ("unsubscribe_url", models.CharField(blank=True, max_length=300)),
                ("is_bulk", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "I kö"),
                            ("sending", "Skickas"),
                            ("sent", "Skickat"),
                            ("delivered", "Kom fram"),
                            ("failed", "Gick inte att skicka"),
                            ("unsure", "Osäkert om det kom fram"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=80)),
                ("parts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "sending"])),
                        fields=["next_try_at"],
                        name="message_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="message_sent_has_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageAttachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("storage_key", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="integrations.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=7)),
                ("path", models.CharField(max_length=200)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("milliseconds", models.PositiveIntegerField()),
                ("request_id", models.CharField(blank=True, max_length=80)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchanges",
                        to="integrations.connection",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["connection", "at"], name="exchange_latest")],
            },
        ),
    ]
