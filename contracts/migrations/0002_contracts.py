import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0005_contracts_own_documents"),
        ("contracts", "0001_template_mappings"),
        ("crm", "0011_contracts_in_the_timeline"),
        ("integrations", "0002_text_messages"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=16, unique=True, verbose_name="avtal")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("title", models.CharField(max_length=130, verbose_name="namn")),
                ("subject", models.CharField(blank=True, max_length=150, verbose_name="ämne")),
                ("message", models.TextField(blank=True, verbose_name="meddelande")),
                ("sign_by", models.DateField(blank=True, null=True, verbose_name="signeras senast")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("one_job", "Enstaka uppdrag"),
                            ("recurring", "Återkommande uppdrag"),
                            ("framework", "Ramavtal"),
                            ("other", "Annat"),
                        ],
                        default="one_job",
                        max_length=10,
                        verbose_name="typ",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="värde, kronor"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="gäller till")),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uppsägningstid, månader"),
                ),
                (
                    "renewal",
                    models.CharField(
                        choices=[
                            ("none", "Förlängs inte"),
                            ("automatic", "Förlängs om ingen säger upp"),
                            ("by_agreement", "Förlängs efter överenskommelse"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="förlängning",
                    ),
                ),
                (
                    "renewal_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="förlängs med, månader"),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("creating", "Skapas"),
                            ("sent", "Skickat"),
                            ("opened", "Öppnat"),
                            ("signed", "Signerat"),
                            ("declined", "Avböjt"),
                            ("expired", "Utgånget"),
                            ("removed", "Borttaget i Oneflow"),
                            ("withdrawn", "Återtaget"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("attention", models.CharField(blank=True, max_length=300)),
                ("attention_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_on", models.DateField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("expired_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "send_state",
                    models.CharField(
                        choices=[
                            ("idle", "Inte begärt"),
                            ("waiting", "Väntar"),
                            ("working", "Skickas"),
                            ("stopped", "Behöver rättas"),
                            ("done", "Klart"),
                        ],
                        default="idle",
                        max_length=8,
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("is_unsure", models.BooleanField(default=False)),
                ("is_changed_there", models.BooleanField(default=False)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("problems", models.JSONField(default=dict)),
                ("remote_id", models.BigIntegerField(null=True, unique=True)),
                ("remote_url", models.CharField(blank=True, max_length=300)),
                ("remote_state", models.CharField(blank=True, max_length=40)),
                ("remote_state_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "pdf_state",
                    models.CharField(
                        choices=[
                            ("none", "Inte signerat"),
                            ("wanted", "Väntar"),
                            ("fetching", "Hämtas"),
                            ("filed", "Arkiverat"),
                            ("failed", "Gick inte att hämta"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("pdf_claimed_at", models.DateTimeField(null=True)),
                ("pdf_next_at", models.DateTimeField(null=True)),
                ("pdf_attempts", models.PositiveSmallIntegerField(default=0)),
                ("pdf_error", models.CharField(blank=True, max_length=300)),
                ("document_sha256", models.CharField(blank=True, max_length=64)),
                ("filed_at", models.DateTimeField(null=True)),
                (
                    "removal_state",
                    models.CharField(
                        choices=[
                            ("none", "Inte begärt"),
                            ("wanted", "Väntar"),
                            ("working", "Tas bort"),
                            ("stopped", "Gick inte att ta bort"),
                            ("done", "Borttaget"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("removal_reason", models.CharField(blank=True, max_length=200)),
                ("removal_claimed_at", models.DateTimeField(null=True)),
                ("removal_next_at", models.DateTimeField(null=True)),
                ("removal_attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="contracts.contract",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm.customer",
                        verbose_name="kund",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.document"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm.lead",
                    ),
                ),
                (
                    "mapping",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="contracts.templatemapping",
                        verbose_name="mall",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm.property",
                    ),
                ),
                (
                    "removal_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("custom_id", models.CharField(max_length=120)),
                ("label", models.CharField(max_length=200, verbose_name="fält")),
                ("value", models.TextField(blank=True, verbose_name="värde")),
                ("source", models.CharField(blank=True, max_length=60, verbose_name="hämtat från")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="contracts.contract"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=16, verbose_name="avtal")),
                ("uuid", models.UUIDField(default=uuid.uuid4)),
                ("title", models.CharField(max_length=130, verbose_name="namn")),
                ("subject", models.CharField(blank=True, max_length=150, verbose_name="ämne")),
                ("message", models.TextField(blank=True, verbose_name="meddelande")),
                ("sign_by", models.DateField(blank=True, null=True, verbose_name="signeras senast")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("one_job", "Enstaka uppdrag"),
                            ("recurring", "Återkommande uppdrag"),
                            ("framework", "Ramavtal"),
                            ("other", "Annat"),
                        ],
                        default="one_job",
                        max_length=10,
                        verbose_name="typ",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="värde, kronor"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="gäller från")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="gäller till")),
                (
                    "notice_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uppsägningstid, månader"),
                ),
                (
                    "renewal",
                    models.CharField(
                        choices=[
                            ("none", "Förlängs inte"),
                            ("automatic", "Förlängs om ingen säger upp"),
                            ("by_agreement", "Förlängs efter överenskommelse"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="förlängning",
                    ),
                ),
                (
                    "renewal_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="förlängs med, månader"),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("creating", "Skapas"),
                            ("sent", "Skickat"),
                            ("opened", "Öppnat"),
                            ("signed", "Signerat"),
                            ("declined", "Avböjt"),
                            ("expired", "Utgånget"),
                            ("removed", "Borttaget i Oneflow"),
                            ("withdrawn", "Återtaget"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("attention", models.CharField(blank=True, max_length=300)),
                ("attention_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_on", models.DateField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("expired_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "send_state",
                    models.CharField(
                        choices=[
                            ("idle", "Inte begärt"),
                            ("waiting", "Väntar"),
                            ("working", "Skickas"),
                            ("stopped", "Behöver rättas"),
                            ("done", "Klart"),
                        ],
                        default="idle",
                        max_length=8,
                    ),
                ),
                ("is_unsure", models.BooleanField(default=False)),
                ("is_changed_there", models.BooleanField(default=False)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("problems", models.JSONField(default=dict)),
                ("remote_id", models.BigIntegerField(null=True)),
                ("remote_url", models.CharField(blank=True, max_length=300)),
                ("remote_state", models.CharField(blank=True, max_length=40)),
                ("remote_state_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "pdf_state",
                    models.CharField(
                        choices=[
                            ("none", "Inte signerat"),
                            ("wanted", "Väntar"),
                            ("fetching", "Hämtas"),
                            ("filed", "Arkiverat"),
                            ("failed", "Gick inte att hämta"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("pdf_error", models.CharField(blank=True, max_length=300)),
                ("document_sha256", models.CharField(blank=True, max_length=64)),
                ("filed_at", models.DateTimeField(null=True)),
                (
                    "removal_state",
                    models.CharField(
                        choices=[
                            ("none", "Inte begärt"),
                            ("wanted", "Väntar"),
                            ("working", "Tas bort"),
                            ("stopped", "Gick inte att ta bort"),
                            ("done", "Borttaget"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("removal_reason", models.CharField(blank=True, max_length=200)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.customer",
                        verbose_name="kund",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.document",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.lead",
                    ),
                ),
                (
                    "mapping",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.templatemapping",
                        verbose_name="mall",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="versions",
                        to="contracts.contract",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.property",
                    ),
                ),
                (
                    "removal_asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(choices=[("ours", "Vi"), ("theirs", "Kunden")], default="theirs", max_length=6),
                ),
                (
                    "party_kind",
                    models.CharField(
                        choices=[("individual", "Privatperson"), ("company", "Företag")],
                        default="individual",
                        max_length=10,
                        verbose_name="typ",
                    ),
                ),
                ("company_name", models.CharField(blank=True, max_length=100, verbose_name="företag")),
                ("company_number", models.CharField(blank=True, max_length=25, verbose_name="organisationsnummer")),
                ("name", models.CharField(max_length=100, verbose_name="namn")),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="roll")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("personal_number", models.CharField(blank=True, max_length=300, verbose_name="personnummer")),
                ("personal_number_masked", models.CharField(blank=True, max_length=16)),
                ("is_signatory", models.BooleanField(default=True, verbose_name="signerar")),
                ("may_fill_in", models.BooleanField(default=True, verbose_name="fyller i fält")),
                ("sign_method", models.CharField(default="standard_esign", max_length=40, verbose_name="signerar med")),
                ("channel", models.CharField(default="email", max_length=40, verbose_name="får avtalet via")),
                ("two_step", models.CharField(default="none", max_length=40, verbose_name="legitimerar sig med")),
                ("remote_id", models.BigIntegerField(null=True)),
                ("remote_party_id", models.BigIntegerField(null=True)),
                ("delivery_status", models.CharField(blank=True, max_length=40)),
                ("sign_state", models.CharField(default="undecided", max_length=40)),
                ("sign_state_at", models.DateTimeField(null=True)),
                ("visits", models.PositiveIntegerField(default=0)),
                ("first_visited_at", models.DateTimeField(null=True)),
                ("last_visited_at", models.DateTimeField(null=True)),
                ("token", models.CharField(blank=True, max_length=64)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="contracts.contract",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("drafted", "Utkast"),
                            ("changed", "Ändrat"),
                            ("asked", "Lämnat för utskick"),
                            ("stopped", "Stoppat"),
                            ("sent", "Skickat"),
                            ("arrived", "Kom fram"),
                            ("undelivered", "Kom inte fram"),
                            ("opened", "Öppnat"),
                            ("signed_by_one", "En signatur"),
                            ("signature_reset", "Signatur återkallad"),
                            ("signed", "Signerat"),
                            ("declined", "Avböjt"),
                            ("expired", "Utgånget"),
                            ("revived", "Giltigt igen"),
                            ("removed", "Borttaget i Oneflow"),
                            ("withdrawn", "Återtaget"),
                            ("filed", "Arkiverat"),
                            ("reminded", "Påminnelse"),
                            ("link_used", "Länk öppnad"),
                            ("registered", "Registret ändrat"),
                            ("unknown", "Okänt tillstånd"),
                        ],
                        max_length=16,
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("who", models.CharField(blank=True, max_length=200)),
                ("text", models.CharField(blank=True, max_length=300)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="contracts.contract"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="integrations.message",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="contracts.participant",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ParticipantVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "side",
                    models.CharField(choices=[("ours", "Vi"), ("theirs", "Kunden")], default="theirs", max_length=6),
                ),
                (
                    "party_kind",
                    models.CharField(
                        choices=[("individual", "Privatperson"), ("company", "Företag")],
                        default="individual",
                        max_length=10,
                        verbose_name="typ",
                    ),
                ),
                ("company_name", models.CharField(blank=True, max_length=100, verbose_name="företag")),
                ("company_number", models.CharField(blank=True, max_length=25, verbose_name="organisationsnummer")),
                ("name", models.CharField(max_length=100, verbose_name="namn")),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="roll")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("personal_number", models.CharField(blank=True, max_length=300, verbose_name="personnummer")),
                ("personal_number_masked", models.CharField(blank=True, max_length=16)),
                ("is_signatory", models.BooleanField(default=True, verbose_name="signerar")),
                ("may_fill_in", models.BooleanField(default=True, verbose_name="fyller i fält")),
                ("sign_method", models.CharField(default="standard_esign", max_length=40, verbose_name="signerar med")),
                ("channel", models.CharField(default="email", max_length=40, verbose_name="får avtalet via")),
                ("two_step", models.CharField(default="none", max_length=40, verbose_name="legitimerar sig med")),
                ("remote_id", models.BigIntegerField(null=True)),
                ("remote_party_id", models.BigIntegerField(null=True)),
                ("delivery_status", models.CharField(blank=True, max_length=40)),
                ("sign_state", models.CharField(default="undecided", max_length=40)),
                ("sign_state_at", models.DateTimeField(null=True)),
                ("first_visited_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="versions",
                        to="contracts.participant",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("creating", "Skapas"),
                            ("sent", "Skickat"),
                            ("opened", "Öppnat"),
                            ("signed", "Signerat"),
                            ("declined", "Avböjt"),
                            ("expired", "Utgånget"),
                            ("removed", "Borttaget i Oneflow"),
                            ("withdrawn", "Återtaget"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("creating", "Skapas"),
                            ("sent", "Skickat"),
                            ("opened", "Öppnat"),
                            ("signed", "Signerat"),
                            ("declined", "Avböjt"),
                            ("expired", "Utgånget"),
                            ("removed", "Borttaget i Oneflow"),
                            ("withdrawn", "Återtaget"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("who", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="contracts.contract"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["-created_at", "-id"], name="contract_newest"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["status", "-created_at", "-id"], name="contract_by_status"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["customer", "-created_at", "-id"], name="contract_of_customer"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("lead", None), _negated=True), fields=["lead"], name="contract_of_lead"
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("signed_on", None), _negated=True),
                fields=["-signed_on", "-id"],
                name="contract_signed",
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("status", "signed")), fields=["ends_on", "id"], name="contract_ending"
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("attention", ""), _negated=True),
                fields=["-attention_at", "-id"],
                name="contract_attention",
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("send_state__in", ["waiting", "working"])),
                fields=["next_try_at", "id"],
                name="contract_to_send",
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("pdf_state__in", ["wanted", "fetching"])),
                fields=["pdf_next_at", "id"],
                name="contract_to_file",
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(
                condition=models.Q(("removal_state__in", ["wanted", "working"])),
                fields=["removal_next_at", "id"],
                name="contract_to_remove",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "signed"), _negated=True),
                    models.Q(
                        ("signed_at__isnull", False),
                        ("signed_on__isnull", False),
                        models.Q(("pdf_state", "none"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="contract_signed_has_time_and_pdf",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["declined", "expired", "opened", "sent", "signed"]), _negated=True),
                    models.Q(("remote_id__isnull", False), ("sent_at__isnull", False)),
                    _connector="OR",
                ),
                name="contract_sent_is_known_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "creating"), _negated=True),
                    models.Q(("asked_at__isnull", False), ("send_state__in", ["waiting", "working", "stopped"])),
                    _connector="OR",
                ),
                name="contract_creating_is_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pdf_state", "filed"), _negated=True),
                    models.Q(("document__isnull", False), ("filed_at__isnull", False)),
                    _connector="OR",
                ),
                name="contract_filed_has_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "withdrawn"), _negated=True), ("withdrawn_at__isnull", False), _connector="OR"
                ),
                name="contract_withdrawn_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None), ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="contract_period_in_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_contractversion" ("asked_at", "asked_by_id", "attention", "attention_at", "changed_at", "copied_from_id", "created_at", "created_by_id", "customer_id", "declined_at", "document_id", "document_sha256", "ended_at", "ended_by_id", "ends_on", "error", "expired_at", "expires_at", "filed_at", "id", "is_changed_there", "is_unsure", "kind", "lead_id", "mapping_id", "message", "notice_months", "number", "opened_at", "owner_id", "pdf_error", "pdf_state", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "problems", "remote_id", "remote_state", "remote_state_at", "remote_url", "removal_asked_by_id", "removal_reason", "removal_state", "removed_at", "renewal", "renewal_months", "send_state", "sent_at", "sign_by", "signed_at", "signed_on", "starts_on", "status", "subject", "title", "uuid", "value", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."attention", NEW."attention_at", NEW."changed_at", NEW."copied_from_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."declined_at", NEW."document_id", NEW."document_sha256", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."error", NEW."expired_at", NEW."expires_at", NEW."filed_at", NEW."id", NEW."is_changed_there", NEW."is_unsure", NEW."kind", NEW."lead_id", NEW."mapping_id", NEW."message", NEW."notice_months", NEW."number", NEW."opened_at", NEW."owner_id", NEW."pdf_error", NEW."pdf_state", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."problems", NEW."remote_id", NEW."remote_state", NEW."remote_state_at", NEW."remote_url", NEW."removal_asked_by_id", NEW."removal_reason", NEW."removal_state", NEW."removed_at", NEW."renewal", NEW."renewal_months", NEW."send_state", NEW."sent_at", NEW."sign_by", NEW."signed_at", NEW."signed_on", NEW."starts_on", NEW."status", NEW."subject", NEW."title", NEW."uuid", NEW."value", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="d268b7c49ea561d4212cde2a141c7cb6e4b2e6e4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5fe2a",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."attention" IS DISTINCT FROM (NEW."attention") OR OLD."attention_at" IS DISTINCT FROM (NEW."attention_at") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."copied_from_id" IS DISTINCT FROM (NEW."copied_from_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."declined_at" IS DISTINCT FROM (NEW."declined_at") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."document_sha256" IS DISTINCT FROM (NEW."document_sha256") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."expired_at" IS DISTINCT FROM (NEW."expired_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."filed_at" IS DISTINCT FROM (NEW."filed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_changed_there" IS DISTINCT FROM (NEW."is_changed_there") OR OLD."is_unsure" IS DISTINCT FROM (NEW."is_unsure") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."mapping_id" IS DISTINCT FROM (NEW."mapping_id") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."notice_months" IS DISTINCT FROM (NEW."notice_months") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."pdf_error" IS DISTINCT FROM (NEW."pdf_error") OR OLD."pdf_state" IS DISTINCT FROM (NEW."pdf_state") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."problems" IS DISTINCT FROM (NEW."problems") OR OLD."remote_id" IS DISTINCT FROM (NEW."remote_id") OR OLD."remote_state" IS DISTINCT FROM (NEW."remote_state") OR OLD."remote_state_at" IS DISTINCT FROM (NEW."remote_state_at") OR OLD."remote_url" IS DISTINCT FROM (NEW."remote_url") OR OLD."removal_asked_by_id" IS DISTINCT FROM (NEW."removal_asked_by_id") OR OLD."removal_reason" IS DISTINCT FROM (NEW."removal_reason") OR OLD."removal_state" IS DISTINCT FROM (NEW."removal_state") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."renewal" IS DISTINCT FROM (NEW."renewal") OR OLD."renewal_months" IS DISTINCT FROM (NEW."renewal_months") OR OLD."send_state" IS DISTINCT FROM (NEW."send_state") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sign_by" IS DISTINCT FROM (NEW."sign_by") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at") OR OLD."signed_on" IS DISTINCT FROM (NEW."signed_on") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id"))',
                    func='INSERT INTO "contracts_contractversion" ("asked_at", "asked_by_id", "attention", "attention_at", "changed_at", "copied_from_id", "created_at", "created_by_id", "customer_id", "declined_at", "document_id", "document_sha256", "ended_at", "ended_by_id", "ends_on", "error", "expired_at", "expires_at", "filed_at", "id", "is_changed_there", "is_unsure", "kind", "lead_id", "mapping_id", "message", "notice_months", "number", "opened_at", "owner_id", "pdf_error", "pdf_state", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "problems", "remote_id", "remote_state", "remote_state_at", "remote_url", "removal_asked_by_id", "removal_reason", "removal_state", "removed_at", "renewal", "renewal_months", "send_state", "sent_at", "sign_by", "signed_at", "signed_on", "starts_on", "status", "subject", "title", "uuid", "value", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."attention", NEW."attention_at", NEW."changed_at", NEW."copied_from_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."declined_at", NEW."document_id", NEW."document_sha256", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."error", NEW."expired_at", NEW."expires_at", NEW."filed_at", NEW."id", NEW."is_changed_there", NEW."is_unsure", NEW."kind", NEW."lead_id", NEW."mapping_id", NEW."message", NEW."notice_months", NEW."number", NEW."opened_at", NEW."owner_id", NEW."pdf_error", NEW."pdf_state", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."problems", NEW."remote_id", NEW."remote_state", NEW."remote_state_at", NEW."remote_url", NEW."removal_asked_by_id", NEW."removal_reason", NEW."removal_state", NEW."removed_at", NEW."renewal", NEW."renewal_months", NEW."send_state", NEW."sent_at", NEW."sign_by", NEW."signed_at", NEW."signed_on", NEW."starts_on", NEW."status", NEW."subject", NEW."title", NEW."uuid", NEW."value", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="cf25dd33f46e86f35d2f993d141e226701e47cfd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3acc9",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_contractversion" ("asked_at", "asked_by_id", "attention", "attention_at", "changed_at", "copied_from_id", "created_at", "created_by_id", "customer_id", "declined_at", "document_id", "document_sha256", "ended_at", "ended_by_id", "ends_on", "error", "expired_at", "expires_at", "filed_at", "id", "is_changed_there", "is_unsure", "kind", "lead_id", "mapping_id", "message", "notice_months", "number", "opened_at", "owner_id", "pdf_error", "pdf_state", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "problems", "remote_id", "remote_state", "remote_state_at", "remote_url", "removal_asked_by_id", "removal_reason", "removal_state", "removed_at", "renewal", "renewal_months", "send_state", "sent_at", "sign_by", "signed_at", "signed_on", "starts_on", "status", "subject", "title", "uuid", "value", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."attention", OLD."attention_at", OLD."changed_at", OLD."copied_from_id", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."declined_at", OLD."document_id", OLD."document_sha256", OLD."ended_at", OLD."ended_by_id", OLD."ends_on", OLD."error", OLD."expired_at", OLD."expires_at", OLD."filed_at", OLD."id", OLD."is_changed_there", OLD."is_unsure", OLD."kind", OLD."lead_id", OLD."mapping_id", OLD."message", OLD."notice_months", OLD."number", OLD."opened_at", OLD."owner_id", OLD."pdf_error", OLD."pdf_state", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."problems", OLD."remote_id", OLD."remote_state", OLD."remote_state_at", OLD."remote_url", OLD."removal_asked_by_id", OLD."removal_reason", OLD."removal_state", OLD."removed_at", OLD."renewal", OLD."renewal_months", OLD."send_state", OLD."sent_at", OLD."sign_by", OLD."signed_at", OLD."signed_on", OLD."starts_on", OLD."status", OLD."subject", OLD."title", OLD."uuid", OLD."value", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                    hash="01d1901b51c85b346951444bf9882953774c0a4e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ed57",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contractvalue",
            constraint=models.UniqueConstraint(fields=("contract", "custom_id"), name="contractvalue_field_once"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(fields=("contract", "position"), name="participant_position_once"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token", ""), _negated=True), fields=("token",), name="participant_token_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sign_state", "signed"), _negated=True), ("sign_state_at__isnull", False), _connector="OR"
                ),
                name="participant_signed_has_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_participantversion" ("channel", "company_name", "company_number", "contract_id", "delivery_status", "email", "first_visited_at", "id", "is_signatory", "may_fill_in", "name", "party_kind", "personal_number", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "reminded_at", "remote_id", "remote_party_id", "side", "sign_method", "sign_state", "sign_state_at", "title", "two_step") VALUES (NEW."channel", NEW."company_name", NEW."company_number", NEW."contract_id", NEW."delivery_status", NEW."email", NEW."first_visited_at", NEW."id", NEW."is_signatory", NEW."may_fill_in", NEW."name", NEW."party_kind", NEW."personal_number", NEW."personal_number_masked", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."position", NEW."reminded_at", NEW."remote_id", NEW."remote_party_id", NEW."side", NEW."sign_method", NEW."sign_state", NEW."sign_state_at", NEW."title", NEW."two_step"); RETURN NULL;',
                    hash="57d1664df7b546ace7730794fc63aa7e3b98f704",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2f80e",
                    table="contracts_participant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."channel" IS DISTINCT FROM (NEW."channel") OR OLD."company_name" IS DISTINCT FROM (NEW."company_name") OR OLD."company_number" IS DISTINCT FROM (NEW."company_number") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."delivery_status" IS DISTINCT FROM (NEW."delivery_status") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_visited_at" IS DISTINCT FROM (NEW."first_visited_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_signatory" IS DISTINCT FROM (NEW."is_signatory") OR OLD."may_fill_in" IS DISTINCT FROM (NEW."may_fill_in") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."party_kind" IS DISTINCT FROM (NEW."party_kind") OR OLD."personal_number" IS DISTINCT FROM (NEW."personal_number") OR OLD."personal_number_masked" IS DISTINCT FROM (NEW."personal_number_masked") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."reminded_at" IS DISTINCT FROM (NEW."reminded_at") OR OLD."remote_id" IS DISTINCT FROM (NEW."remote_id") OR OLD."remote_party_id" IS DISTINCT FROM (NEW."remote_party_id") OR OLD."side" IS DISTINCT FROM (NEW."side") OR OLD."sign_method" IS DISTINCT FROM (NEW."sign_method") OR OLD."sign_state" IS DISTINCT FROM (NEW."sign_state") OR OLD."sign_state_at" IS DISTINCT FROM (NEW."sign_state_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."two_step" IS DISTINCT FROM (NEW."two_step"))',
                    func='INSERT INTO "contracts_participantversion" ("channel", "company_name", "company_number", "contract_id", "delivery_status", "email", "first_visited_at", "id", "is_signatory", "may_fill_in", "name", "party_kind", "personal_number", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "reminded_at", "remote_id", "remote_party_id", "side", "sign_method", "sign_state", "sign_state_at", "title", "two_step") VALUES (NEW."channel", NEW."company_name", NEW."company_number", NEW."contract_id", NEW."delivery_status", NEW."email", NEW."first_visited_at", NEW."id", NEW."is_signatory", NEW."may_fill_in", NEW."name", NEW."party_kind", NEW."personal_number", NEW."personal_number_masked", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."position", NEW."reminded_at", NEW."remote_id", NEW."remote_party_id", NEW."side", NEW."sign_method", NEW."sign_state", NEW."sign_state_at", NEW."title", NEW."two_step"); RETURN NULL;',
                    hash="8d95e690b7c14aec82e0b628561aa7033f8a864c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9a1ff",
                    table="contracts_participant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_participantversion" ("channel", "company_name", "company_number", "contract_id", "delivery_status", "email", "first_visited_at", "id", "is_signatory", "may_fill_in", "name", "party_kind", "personal_number", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "position", "reminded_at", "remote_id", "remote_party_id", "side", "sign_method", "sign_state", "sign_state_at", "title", "two_step") VALUES (OLD."channel", OLD."company_name", OLD."company_number", OLD."contract_id", OLD."delivery_status", OLD."email", OLD."first_visited_at", OLD."id", OLD."is_signatory", OLD."may_fill_in", OLD."name", OLD."party_kind", OLD."personal_number", OLD."personal_number_masked", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."position", OLD."reminded_at", OLD."remote_id", OLD."remote_party_id", OLD."side", OLD."sign_method", OLD."sign_state", OLD."sign_state_at", OLD."title", OLD."two_step"); RETURN NULL;',
                    hash="d9d872d5be7a020a64fa3fec218399a219f12d06",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0600d",
                    table="contracts_participant",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="contractevent",
            index=models.Index(fields=["contract", "-at", "-id"], name="contractevent_of_contract"),
        ),
        migrations.AddIndex(
            model_name="contractevent",
            index=models.Index(condition=models.Q(("told_at", None)), fields=["contract"], name="contractevent_untold"),
        ),
        migrations.AddConstraint(
            model_name="contractevent",
            constraint=models.UniqueConstraint(fields=("contract", "key"), name="contractevent_once"),
        ),
        migrations.AddIndex(
            model_name="statuschange",
            index=models.Index(fields=["contract", "at", "id"], name="statuschange_of_contract"),
        ),
    ]
