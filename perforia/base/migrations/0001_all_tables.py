import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("base", "0001_initial"), ("base", "0002_audit_append_only")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-post")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Ägare"),
                            ("office", "Kontor"),
                            ("planner", "Planerare"),
                            ("rut_officer", "RUT-handläggare"),
                            ("staff", "Personal"),
                            ("reader", "Läsare"),
                        ],
                        default="reader",
                        max_length=20,
                        verbose_name="roll",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                (
                    "theme",
                    models.CharField(
                        choices=[("light", "Ljust"), ("dark", "Mörkt"), ("auto", "Som datorn")],
                        default="auto",
                        max_length=10,
                        verbose_name="utseende",
                    ),
                ),
                (
                    "density",
                    models.CharField(
                        choices=[("normal", "Normal"), ("kompakt", "Kompakt")],
                        default="normal",
                        max_length=10,
                        verbose_name="täthet",
                    ),
                ),
                ("has_shortcuts", models.BooleanField(default=True, verbose_name="kortkommandon")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Firm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(default="Mitt företag", max_length=120, verbose_name="företagets namn")),
                (
                    "organisation_number",
                    models.CharField(blank=True, max_length=11, verbose_name="organisationsnummer"),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="ort")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                (
                    "signature",
                    models.TextField(blank=True, default="Med vänlig hälsning", verbose_name="hälsningsfras i mejl"),
                ),
                (
                    "soon_days",
                    models.PositiveSmallIntegerField(default=3, verbose_name="dagar kvar då fristen blir gul"),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="firm_one_row")],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("text", models.CharField(max_length=300)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("tone", models.CharField(default="info", max_length=10)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="notification_once")],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=60)),
                ("target_type", models.CharField(max_length=60)),
                ("target_id", models.BigIntegerField()),
                ("data", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["target_type", "target_id", "-at", "-id"], name="auditevent_target")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4cfa63d2053e436d946e2c32f0f62ea20b00e642",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d4688",
                    table="base_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
