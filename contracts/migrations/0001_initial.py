import datetime as dt
import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("archive", "0005_contracts_own_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("crm", "0015_leads_by_owner_and_status"),
        ("integrations", "0003_connections_exchanges_and_callbacks"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=16, verbose_name="offert")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("sent", "Skickad"),
                            ("opened", "Visad"),
                            ("accepted", "Accepterad"),
                            ("declined", "Avböjd"),
                            ("expired", "Utgången"),
                            ("withdrawn", "Återtagen"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="rubrik")),
                (
                    "pricing",
                    models.CharField(
                        choices=[("fixed", "Fast pris"), ("hourly", "Löpande timpris")],
                        default="fixed",
                        max_length=8,
                        verbose_name="prissättning",
                    ),
                ),
                ("includes_vat", models.BooleanField(default=True, verbose_name="priser med moms")),
                (
                    "discount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="rabatt på allt, %"),
                ),
                ("has_rut", models.BooleanField(default=True, verbose_name="rutavdrag")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="väntad betalning")),
                ("work_on", models.DateField(blank=True, null=True, verbose_name="arbetet utförs")),
                ("work_address", models.CharField(blank=True, max_length=200, verbose_name="arbetets adress")),
                ("work_address_to", models.CharField(blank=True, max_length=200, verbose_name="till adress")),
                ("intro", models.TextField(blank=True, verbose_name="inledning")),
                ("terms", models.TextField(blank=True, verbose_name="villkor")),
                ("valid_until", models.DateField(verbose_name="gäller till och med")),
                ("recipient_name", models.CharField(max_length=120, verbose_name="namn")),
                ("recipient_email", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("recipient_address", models.CharField(blank=True, max_length=200, verbose_name="adress")),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("vat", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("labour", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("deduction", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("to_pay", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("none", "Inte begärt"),
                            ("queued", "Väntar"),
                            ("building", "Skapas"),
                            ("done", "Klar"),
                            ("failed", "Gick inte att skapa"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("delivery_error", models.CharField(blank=True, max_length=300)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("mail_to", models.CharField(blank=True, max_length=254)),
                ("mail_subject", models.CharField(blank=True, max_length=200)),
                ("mail_text", models.TextField(blank=True)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("link_until", models.DateField(null=True)),
                ("first_viewed_at", models.DateTimeField(null=True)),
                ("last_viewed_at", models.DateTimeField(null=True)),
                ("views", models.PositiveIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_name", models.CharField(blank=True, max_length=120)),
                ("answered_address", models.CharField(blank=True, max_length=45)),
                ("answered_hash", models.CharField(blank=True, max_length=64)),
                ("answer_note", models.CharField(blank=True, max_length=500)),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        null=True,
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
                    "lead",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crm.lead"
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
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="contracts.offer",
                    ),
                ),
                (
                    "sent_by",
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
                        condition=models.Q(("superseded_at", None)), fields=["-created_at", "-id"], name="offer_newest"
                    ),
                    models.Index(
                        condition=models.Q(("superseded_at", None)),
                        fields=["status", "-created_at", "-id"],
                        name="offer_by_status",
                    ),
                    models.Index(fields=["customer", "-created_at", "-id"], name="offer_of_customer"),
                    models.Index(
                        condition=models.Q(("lead", None), _negated=True),
                        fields=["lead", "-created_at", "-id"],
                        name="offer_of_lead",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["opened", "sent"])),
                        fields=["valid_until", "id"],
                        name="offer_expiring",
                    ),
                    models.Index(
                        condition=models.Q(("delivery__in", ["queued", "building"])),
                        fields=["id"],
                        name="offer_to_deliver",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="offer_search"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("number", "version"), name="offer_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")), fields=("number",), name="offer_one_draft"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="offer_token_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("customer__isnull", False), ("lead__isnull", False), _connector="OR"),
                        name="offer_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(("sent_at__isnull", False), models.Q(("content_hash", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="offer_sent_has_time_and_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["accepted", "declined"]), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="offer_answered_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "accepted"), _negated=True),
                            models.Q(("answered_hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="offer_accepted_has_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 100)), name="offer_discount_is_part"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("has_rut", False), ("paid_on__isnull", False), _connector="OR"),
                        name="offer_rut_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("remote_id", models.BigIntegerField(unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="namn")),
                ("kind", models.CharField(blank=True, max_length=14, verbose_name="typ av avtal")),
                ("workspace_id", models.BigIntegerField()),
                ("workspace_name", models.CharField(blank=True, max_length=200)),
                ("template_type_id", models.BigIntegerField(null=True)),
                ("data_fields", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                ("id_field", models.CharField(blank=True, max_length=120, verbose_name="fält för ärendets id")),
                ("channels", models.JSONField(default=list)),
                ("sign_methods", models.JSONField(default=list)),
                ("second_steps", models.JSONField(default=list)),
                ("changes", models.JSONField(default=dict)),
                ("is_active", models.BooleanField(default=True)),
                ("is_used", models.BooleanField(default=False, verbose_name="används här")),
                ("missing_at", models.DateTimeField(null=True)),
                ("refreshed_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_used", False), models.Q(("id_field", ""), _negated=True), _connector="OR"
                        ),
                        name="templatemapping_used_has_id",
                    )
                ],
            },
        ),
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
                ("next_reading_at", models.DateTimeField(null=True)),
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
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="contracts.offer",
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="contract_newest"),
                    models.Index(fields=["kind", "-created_at", "-id"], name="contract_by_kind"),
                    models.Index(
                        models.OrderBy(
                            django.db.models.functions.comparison.Coalesce(
                                "value",
                                models.Value(0),
                                output_field=models.DecimalField(decimal_places=2, max_digits=12),
                            ),
                            descending=True,
                        ),
                        models.OrderBy(models.F("id"), descending=True),
                        name="contract_by_value",
                    ),
                    models.Index(
                        models.OrderBy(
                            django.db.models.functions.comparison.Coalesce(
                                "ends_on", models.Value(dt.date(9999, 12, 31))
                            )
                        ),
                        models.F("id"),
                        name="contract_by_end",
                    ),
                    models.Index(fields=["status", "-created_at", "-id"], name="contract_by_status"),
                    models.Index(fields=["customer", "-created_at", "-id"], name="contract_of_customer"),
                    models.Index(
                        condition=models.Q(("lead", None), _negated=True), fields=["lead"], name="contract_of_lead"
                    ),
                    models.Index(
                        condition=models.Q(("signed_on", None), _negated=True),
                        fields=["-signed_on", "-id"],
                        name="contract_signed",
                    ),
                    models.Index(
                        condition=models.Q(("status", "signed")), fields=["ends_on", "id"], name="contract_ending"
                    ),
                    models.Index(
                        condition=models.Q(("attention", ""), _negated=True),
                        fields=["-attention_at", "-id"],
                        name="contract_attention",
                    ),
                    models.Index(
                        condition=models.Q(("send_state__in", ["waiting", "working"])),
                        fields=["next_try_at", "id"],
                        name="contract_to_send",
                    ),
                    models.Index(
                        condition=models.Q(("next_reading_at", None), _negated=True),
                        fields=["next_reading_at", "id"],
                        name="contract_to_read",
                    ),
                    models.Index(
                        condition=models.Q(("pdf_state__in", ["wanted", "fetching"])),
                        fields=["pdf_next_at", "id"],
                        name="contract_to_file",
                    ),
                    models.Index(
                        condition=models.Q(("removal_state__in", ["wanted", "working"])),
                        fields=["removal_next_at", "id"],
                        name="contract_to_remove",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["declined", "expired", "opened", "sent", "signed"]), _negated=True
                            ),
                            models.Q(("remote_id__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="contract_sent_is_known_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "creating"), _negated=True),
                            models.Q(
                                ("asked_at__isnull", False), ("send_state__in", ["waiting", "working", "stopped"])
                            ),
                            _connector="OR",
                        ),
                        name="contract_creating_is_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pdf_state", "filed"), _negated=True),
                            models.Q(("document__isnull", False), ("filed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="contract_filed_has_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "withdrawn"), _negated=True),
                            ("withdrawn_at__isnull", False),
                            _connector="OR",
                        ),
                        name="contract_withdrawn_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="contract_period_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferBuyer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="namn")),
                ("percent", models.PositiveSmallIntegerField(default=100, verbose_name="andel, %")),
                (
                    "used",
                    models.DecimalField(decimal_places=2, default=0, max_digits=9, verbose_name="redan använt i år"),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="buyers", to="contracts.offer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "position"), name="offerbuyer_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 1), ("percent__lte", 100)), name="offerbuyer_percent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferBuyerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="namn")),
                ("percent", models.PositiveSmallIntegerField(default=100, verbose_name="andel, %")),
                (
                    "used",
                    models.DecimalField(decimal_places=2, default=0, max_digits=9, verbose_name="redan använt i år"),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.offer",
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
                        related_name="events",
                        to="contracts.offerbuyer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=16, verbose_name="offert")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("superseded_at", models.DateTimeField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("sent", "Skickad"),
                            ("opened", "Visad"),
                            ("accepted", "Accepterad"),
                            ("declined", "Avböjd"),
                            ("expired", "Utgången"),
                            ("withdrawn", "Återtagen"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="rubrik")),
                (
                    "pricing",
                    models.CharField(
                        choices=[("fixed", "Fast pris"), ("hourly", "Löpande timpris")],
                        default="fixed",
                        max_length=8,
                        verbose_name="prissättning",
                    ),
                ),
                ("includes_vat", models.BooleanField(default=True, verbose_name="priser med moms")),
                (
                    "discount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="rabatt på allt, %"),
                ),
                ("has_rut", models.BooleanField(default=True, verbose_name="rutavdrag")),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="väntad betalning")),
                ("work_on", models.DateField(blank=True, null=True, verbose_name="arbetet utförs")),
                ("work_address", models.CharField(blank=True, max_length=200, verbose_name="arbetets adress")),
                ("work_address_to", models.CharField(blank=True, max_length=200, verbose_name="till adress")),
                ("intro", models.TextField(blank=True, verbose_name="inledning")),
                ("terms", models.TextField(blank=True, verbose_name="villkor")),
                ("valid_until", models.DateField(verbose_name="gäller till och med")),
                ("recipient_name", models.CharField(max_length=120, verbose_name="namn")),
                ("recipient_email", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("recipient_address", models.CharField(blank=True, max_length=200, verbose_name="adress")),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("vat", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("labour", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("deduction", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("to_pay", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("none", "Inte begärt"),
                            ("queued", "Väntar"),
                            ("building", "Skapas"),
                            ("done", "Klar"),
                            ("failed", "Gick inte att skapa"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("delivery_error", models.CharField(blank=True, max_length=300)),
                ("mail_to", models.CharField(blank=True, max_length=254)),
                ("mail_subject", models.CharField(blank=True, max_length=200)),
                ("mail_text", models.TextField(blank=True)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("link_until", models.DateField(null=True)),
                ("first_viewed_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_name", models.CharField(blank=True, max_length=120)),
                ("answered_address", models.CharField(blank=True, max_length=45)),
                ("answered_hash", models.CharField(blank=True, max_length=64)),
                ("answer_note", models.CharField(blank=True, max_length=500)),
                (
                    "answered_by",
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
                        null=True,
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
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.lead",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="integrations.message",
                    ),
                ),
                (
                    "owner",
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
                        related_name="events",
                        to="contracts.offer",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.offer",
                    ),
                ),
                (
                    "sent_by",
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
            name="OfferMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("sent", "Skickad"),
                            ("opened", "Visad"),
                            ("accepted", "Accepterad"),
                            ("declined", "Avböjd"),
                            ("expired", "Utgången"),
                            ("withdrawn", "Återtagen"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("draft", "Utkast"),
                            ("sent", "Skickad"),
                            ("opened", "Visad"),
                            ("accepted", "Accepterad"),
                            ("declined", "Avböjd"),
                            ("expired", "Utgången"),
                            ("withdrawn", "Återtagen"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
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
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="contracts.offer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["offer", "at", "id"], name="offermove_of_offer")],
            },
        ),
        migrations.CreateModel(
            name="PriceItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="benämning")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("labour", "Arbete"),
                            ("material", "Material"),
                            ("travel", "Resor"),
                            ("other", "Övrigt"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[("moving", "Flyttjänster"), ("cleaning", "Städning"), ("furnishing", "Möblering")],
                        max_length=12,
                        verbose_name="rutarbete",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hour", "tim"),
                            ("piece", "st"),
                            ("area", "m²"),
                            ("volume", "m³"),
                            ("distance", "km"),
                            ("day", "dag"),
                        ],
                        max_length=10,
                        verbose_name="enhet",
                    ),
                ),
                (
                    "vat",
                    models.PositiveSmallIntegerField(
                        choices=[(25, "25 %"), (12, "12 %"), (6, "6 %"), (0, "0 %")], default=25, verbose_name="moms"
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moving", "Flytt"),
                            ("move_cleaning", "Flyttstädning"),
                            ("home_cleaning", "Hemstädning"),
                            ("windows", "Fönsterputs"),
                            ("packing", "Packhjälp"),
                            ("other", "Något annat"),
                        ],
                        max_length=14,
                        verbose_name="föreslås för tjänst",
                    ),
                ),
                (
                    "extra",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("heavy", "Tunga föremål, till exempel piano"),
                            ("boxes", "Låna flyttkartonger"),
                            ("storage", "Magasinering"),
                            ("disposal", "Bortforsling"),
                            ("assembly", "Montera ned och upp möbler"),
                            ("windows", "Fönsterputs på köpet"),
                        ],
                        max_length=12,
                        verbose_name="föreslås för tillval",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("usual", "Vanlig mängd"), ("area", "Boytan i m²")],
                        default="usual",
                        max_length=8,
                        verbose_name="mängd efter",
                    ),
                ),
                (
                    "usual_quantity",
                    models.DecimalField(decimal_places=2, default=1, max_digits=9, verbose_name="vanlig mängd"),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("work", ""), ("kind", "labour"), _connector="OR"),
                        name="priceitem_only_labour_is_rut_work",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("labour", "Arbete"),
                            ("material", "Material"),
                            ("travel", "Resor"),
                            ("other", "Övrigt"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="beskrivning")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="antal")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hour", "tim"),
                            ("piece", "st"),
                            ("area", "m²"),
                            ("volume", "m³"),
                            ("distance", "km"),
                            ("day", "dag"),
                        ],
                        max_length=10,
                        verbose_name="enhet",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="à-pris")),
                ("discount", models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="rabatt, %")),
                (
                    "vat",
                    models.PositiveSmallIntegerField(
                        choices=[(25, "25 %"), (12, "12 %"), (6, "6 %"), (0, "0 %")], default=25, verbose_name="moms"
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[("moving", "Flyttjänster"), ("cleaning", "Städning"), ("furnishing", "Möblering")],
                        max_length=12,
                        verbose_name="rutarbete",
                    ),
                ),
                ("listed_price", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="contracts.offer"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.priceitem",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("item", None), _negated=True), fields=["item"], name="offerrow_of_item"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("offer", "position"), name="offerrow_position_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="offerrow_quantity_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 100)),
                        name="offerrow_discount_is_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("work", ""), ("kind", "labour"), _connector="OR"),
                        name="offerrow_only_labour_is_rut_work",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="namn")),
                ("body", models.TextField(verbose_name="villkor")),
                ("is_default", models.BooleanField(default=False, verbose_name="förvalda")),
                ("changed_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True), ("retired_at", None)),
                        fields=("is_default",),
                        name="offerterms_one_default",
                    )
                ],
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "position"), name="participant_position_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("token",),
                        name="participant_token_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sign_state", "signed"), _negated=True),
                            ("sign_state_at__isnull", False),
                            _connector="OR",
                        ),
                        name="participant_signed_has_time",
                    ),
                ],
            },
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
            options={
                "indexes": [
                    models.Index(fields=["contract", "-at", "-id"], name="contractevent_of_contract"),
                    models.Index(
                        condition=models.Q(("told_at", None)), fields=["contract"], name="contractevent_untold"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("contract", "key"), name="contractevent_once")],
            },
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
            name="Price",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="pris med moms, kronor")),
                ("from_on", models.DateField(verbose_name="gäller från")),
                ("created_at", models.DateTimeField()),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="prices", to="contracts.priceitem"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "-from_on", "-id"], name="price_of_item")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="price_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferRowEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("labour", "Arbete"),
                            ("material", "Material"),
                            ("travel", "Resor"),
                            ("other", "Övrigt"),
                        ],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="beskrivning")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="antal")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hour", "tim"),
                            ("piece", "st"),
                            ("area", "m²"),
                            ("volume", "m³"),
                            ("distance", "km"),
                            ("day", "dag"),
                        ],
                        max_length=10,
                        verbose_name="enhet",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="à-pris")),
                ("discount", models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name="rabatt, %")),
                (
                    "vat",
                    models.PositiveSmallIntegerField(
                        choices=[(25, "25 %"), (12, "12 %"), (6, "6 %"), (0, "0 %")], default=25, verbose_name="moms"
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        blank=True,
                        choices=[("moving", "Flyttjänster"), ("cleaning", "Städning"), ("furnishing", "Möblering")],
                        max_length=12,
                        verbose_name="rutarbete",
                    ),
                ),
                ("listed_price", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.offer",
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
                        related_name="events",
                        to="contracts.offerrow",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.priceitem",
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
            options={
                "indexes": [models.Index(fields=["contract", "at", "id"], name="statuschange_of_contract")],
            },
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
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.offer",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TemplateRefresh",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("count", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "asked_by",
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
                        condition=models.Q(("done_at", None)), fields=["asked_at", "id"], name="templaterefresh_waiting"
                    )
                ],
            },
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "custom_id"), name="contractvalue_field_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_stands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.status <> 'draft' AND (OLD.number, OLD.version, OLD.title, OLD.pricing, OLD.includes_vat, OLD.discount, OLD.has_rut, OLD.paid_on, OLD.work_on, OLD.valid_until, OLD.total, OLD.vat, OLD.labour, OLD.deduction, OLD.to_pay, OLD.content_hash, OLD.sent_at) IS DISTINCT FROM (NEW.number, NEW.version, NEW.title, NEW.pricing, NEW.includes_vat, NEW.discount, NEW.has_rut, NEW.paid_on, NEW.work_on, NEW.valid_until, NEW.total, NEW.vat, NEW.labour, NEW.deduction, NEW.to_pay, NEW.content_hash, NEW.sent_at))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="fe2bcd394e9c10f6bb36bb0711c82e8a54d8db73",
                    operation="UPDATE",
                    pgid="pgtrigger_sent_stands_986ae",
                    table="contracts_offer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_offerevent" ("answer_note", "answered_address", "answered_at", "answered_by_id", "answered_hash", "answered_name", "changed_at", "content_hash", "created_at", "created_by_id", "customer_id", "deduction", "delivery", "delivery_error", "discount", "document_id", "first_viewed_at", "has_rut", "id", "includes_vat", "intro", "labour", "lead_id", "link_until", "mail_subject", "mail_text", "mail_to", "message_id", "number", "owner_id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing", "recipient_address", "recipient_email", "recipient_name", "replaces_id", "sent_at", "sent_by_id", "status", "superseded_at", "terms", "title", "to_pay", "token_hash", "total", "valid_until", "vat", "version", "work_address", "work_address_to", "work_on") VALUES (NEW."answer_note", NEW."answered_address", NEW."answered_at", NEW."answered_by_id", NEW."answered_hash", NEW."answered_name", NEW."changed_at", NEW."content_hash", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."deduction", NEW."delivery", NEW."delivery_error", NEW."discount", NEW."document_id", NEW."first_viewed_at", NEW."has_rut", NEW."id", NEW."includes_vat", NEW."intro", NEW."labour", NEW."lead_id", NEW."link_until", NEW."mail_subject", NEW."mail_text", NEW."mail_to", NEW."message_id", NEW."number", NEW."owner_id", NEW."paid_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pricing", NEW."recipient_address", NEW."recipient_email", NEW."recipient_name", NEW."replaces_id", NEW."sent_at", NEW."sent_by_id", NEW."status", NEW."superseded_at", NEW."terms", NEW."title", NEW."to_pay", NEW."token_hash", NEW."total", NEW."valid_until", NEW."vat", NEW."version", NEW."work_address", NEW."work_address_to", NEW."work_on"); RETURN NULL;',
                    hash="cc68013add9ce975631e6009f438e76988493ea6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f2245",
                    table="contracts_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer_note" IS DISTINCT FROM (NEW."answer_note") OR OLD."answered_address" IS DISTINCT FROM (NEW."answered_address") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."answered_hash" IS DISTINCT FROM (NEW."answered_hash") OR OLD."answered_name" IS DISTINCT FROM (NEW."answered_name") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."deduction" IS DISTINCT FROM (NEW."deduction") OR OLD."delivery" IS DISTINCT FROM (NEW."delivery") OR OLD."delivery_error" IS DISTINCT FROM (NEW."delivery_error") OR OLD."discount" IS DISTINCT FROM (NEW."discount") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."first_viewed_at" IS DISTINCT FROM (NEW."first_viewed_at") OR OLD."has_rut" IS DISTINCT FROM (NEW."has_rut") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."includes_vat" IS DISTINCT FROM (NEW."includes_vat") OR OLD."intro" IS DISTINCT FROM (NEW."intro") OR OLD."labour" IS DISTINCT FROM (NEW."labour") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."link_until" IS DISTINCT FROM (NEW."link_until") OR OLD."mail_subject" IS DISTINCT FROM (NEW."mail_subject") OR OLD."mail_text" IS DISTINCT FROM (NEW."mail_text") OR OLD."mail_to" IS DISTINCT FROM (NEW."mail_to") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."paid_on" IS DISTINCT FROM (NEW."paid_on") OR OLD."pricing" IS DISTINCT FROM (NEW."pricing") OR OLD."recipient_address" IS DISTINCT FROM (NEW."recipient_address") OR OLD."recipient_email" IS DISTINCT FROM (NEW."recipient_email") OR OLD."recipient_name" IS DISTINCT FROM (NEW."recipient_name") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sent_by_id" IS DISTINCT FROM (NEW."sent_by_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."superseded_at" IS DISTINCT FROM (NEW."superseded_at") OR OLD."terms" IS DISTINCT FROM (NEW."terms") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."to_pay" IS DISTINCT FROM (NEW."to_pay") OR OLD."token_hash" IS DISTINCT FROM (NEW."token_hash") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."vat" IS DISTINCT FROM (NEW."vat") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."work_address" IS DISTINCT FROM (NEW."work_address") OR OLD."work_address_to" IS DISTINCT FROM (NEW."work_address_to") OR OLD."work_on" IS DISTINCT FROM (NEW."work_on"))',
                    func='INSERT INTO "contracts_offerevent" ("answer_note", "answered_address", "answered_at", "answered_by_id", "answered_hash", "answered_name", "changed_at", "content_hash", "created_at", "created_by_id", "customer_id", "deduction", "delivery", "delivery_error", "discount", "document_id", "first_viewed_at", "has_rut", "id", "includes_vat", "intro", "labour", "lead_id", "link_until", "mail_subject", "mail_text", "mail_to", "message_id", "number", "owner_id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing", "recipient_address", "recipient_email", "recipient_name", "replaces_id", "sent_at", "sent_by_id", "status", "superseded_at", "terms", "title", "to_pay", "token_hash", "total", "valid_until", "vat", "version", "work_address", "work_address_to", "work_on") VALUES (NEW."answer_note", NEW."answered_address", NEW."answered_at", NEW."answered_by_id", NEW."answered_hash", NEW."answered_name", NEW."changed_at", NEW."content_hash", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."deduction", NEW."delivery", NEW."delivery_error", NEW."discount", NEW."document_id", NEW."first_viewed_at", NEW."has_rut", NEW."id", NEW."includes_vat", NEW."intro", NEW."labour", NEW."lead_id", NEW."link_until", NEW."mail_subject", NEW."mail_text", NEW."mail_to", NEW."message_id", NEW."number", NEW."owner_id", NEW."paid_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pricing", NEW."recipient_address", NEW."recipient_email", NEW."recipient_name", NEW."replaces_id", NEW."sent_at", NEW."sent_by_id", NEW."status", NEW."superseded_at", NEW."terms", NEW."title", NEW."to_pay", NEW."token_hash", NEW."total", NEW."valid_until", NEW."vat", NEW."version", NEW."work_address", NEW."work_address_to", NEW."work_on"); RETURN NULL;',
                    hash="559d106797fa10da1ad7c8e1c2d0763de930524d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e491e",
                    table="contracts_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_offerevent" ("answer_note", "answered_address", "answered_at", "answered_by_id", "answered_hash", "answered_name", "changed_at", "content_hash", "created_at", "created_by_id", "customer_id", "deduction", "delivery", "delivery_error", "discount", "document_id", "first_viewed_at", "has_rut", "id", "includes_vat", "intro", "labour", "lead_id", "link_until", "mail_subject", "mail_text", "mail_to", "message_id", "number", "owner_id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pricing", "recipient_address", "recipient_email", "recipient_name", "replaces_id", "sent_at", "sent_by_id", "status", "superseded_at", "terms", "title", "to_pay", "token_hash", "total", "valid_until", "vat", "version", "work_address", "work_address_to", "work_on") VALUES (OLD."answer_note", OLD."answered_address", OLD."answered_at", OLD."answered_by_id", OLD."answered_hash", OLD."answered_name", OLD."changed_at", OLD."content_hash", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."deduction", OLD."delivery", OLD."delivery_error", OLD."discount", OLD."document_id", OLD."first_viewed_at", OLD."has_rut", OLD."id", OLD."includes_vat", OLD."intro", OLD."labour", OLD."lead_id", OLD."link_until", OLD."mail_subject", OLD."mail_text", OLD."mail_to", OLD."message_id", OLD."number", OLD."owner_id", OLD."paid_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pricing", OLD."recipient_address", OLD."recipient_email", OLD."recipient_name", OLD."replaces_id", OLD."sent_at", OLD."sent_by_id", OLD."status", OLD."superseded_at", OLD."terms", OLD."title", OLD."to_pay", OLD."token_hash", OLD."total", OLD."valid_until", OLD."vat", OLD."version", OLD."work_address", OLD."work_address_to", OLD."work_on"); RETURN NULL;',
                    hash="eebd8c0be9e5dcaf9cbc39179686be6ee3c3d063",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f4bef",
                    table="contracts_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerbuyer",
            trigger=pgtrigger.compiler.Trigger(
                name="buyers_of_sent_stand",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM contracts_offer\n        WHERE id = COALESCE(NEW.offer_id, OLD.offer_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'a sent offer is never edited';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="af02a303f45b0da6ac02e052c7acde05ddb69487",
                    operation='INSERT OR DELETE OR UPDATE OF "percent", "used"',
                    pgid="pgtrigger_buyers_of_sent_stand_5ae39",
                    table="contracts_offerbuyer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerbuyer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_offerbuyerevent" ("id", "name", "offer_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "used") VALUES (NEW."id", NEW."name", NEW."offer_id", NEW."percent", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."used"); RETURN NULL;',
                    hash="730982a221787dde525fb3bdbd870317a7bc34ab",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e6c2b",
                    table="contracts_offerbuyer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerbuyer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "contracts_offerbuyerevent" ("id", "name", "offer_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "used") VALUES (NEW."id", NEW."name", NEW."offer_id", NEW."percent", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."used"); RETURN NULL;',
                    hash="c593beaa7c32a039c0e3098a983eb297a963391b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9a567",
                    table="contracts_offerbuyer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerbuyer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_offerbuyerevent" ("id", "name", "offer_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "used") VALUES (OLD."id", OLD."name", OLD."offer_id", OLD."percent", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."used"); RETURN NULL;',
                    hash="a550285dad5ff24cbf1f593ecc1c87546b2d22a2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7462c",
                    table="contracts_offerbuyer",
                    when="AFTER",
                ),
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
        pgtrigger.migrations.AddTrigger(
            model_name="price",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0a257d89eded86dc90582232005e98bb5a238ce9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7ff7b",
                    table="contracts_price",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerrow",
            trigger=pgtrigger.compiler.Trigger(
                name="rows_of_sent_stand",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (\n        SELECT 1 FROM contracts_offer\n        WHERE id = COALESCE(NEW.offer_id, OLD.offer_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'a sent offer is never edited';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                    hash="febb84e011ff0da7b986deaf90e8ddd8d8e1531e",
                    operation="INSERT OR DELETE OR UPDATE",
                    pgid="pgtrigger_rows_of_sent_stand_d55f0",
                    table="contracts_offerrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerrow",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_offerrowevent" ("amount", "description", "discount", "id", "item_id", "kind", "listed_price", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "unit", "unit_price", "vat", "work") VALUES (NEW."amount", NEW."description", NEW."discount", NEW."id", NEW."item_id", NEW."kind", NEW."listed_price", NEW."offer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."quantity", NEW."unit", NEW."unit_price", NEW."vat", NEW."work"); RETURN NULL;',
                    hash="f7dccc4cd427a24754942976f77911b00c7a3b64",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6760c",
                    table="contracts_offerrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerrow",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "contracts_offerrowevent" ("amount", "description", "discount", "id", "item_id", "kind", "listed_price", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "unit", "unit_price", "vat", "work") VALUES (NEW."amount", NEW."description", NEW."discount", NEW."id", NEW."item_id", NEW."kind", NEW."listed_price", NEW."offer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."quantity", NEW."unit", NEW."unit_price", NEW."vat", NEW."work"); RETURN NULL;',
                    hash="1aeb73251d46fba7b8b28b94bde02ce94e8a2c6f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a8e57",
                    table="contracts_offerrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerrow",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_offerrowevent" ("amount", "description", "discount", "id", "item_id", "kind", "listed_price", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quantity", "unit", "unit_price", "vat", "work") VALUES (OLD."amount", OLD."description", OLD."discount", OLD."id", OLD."item_id", OLD."kind", OLD."listed_price", OLD."offer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."quantity", OLD."unit", OLD."unit_price", OLD."vat", OLD."work"); RETURN NULL;',
                    hash="d4e4fa6e10d4537e81f933e8675210c2f1f60a2b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_948c9",
                    table="contracts_offerrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "contracts_contractversion" ("asked_at", "asked_by_id", "attention", "attention_at", "changed_at", "copied_from_id", "created_at", "created_by_id", "customer_id", "declined_at", "document_id", "document_sha256", "ended_at", "ended_by_id", "ends_on", "error", "expired_at", "expires_at", "filed_at", "id", "is_changed_there", "is_unsure", "kind", "lead_id", "mapping_id", "message", "notice_months", "number", "offer_id", "opened_at", "owner_id", "pdf_error", "pdf_state", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "problems", "remote_id", "remote_state", "remote_state_at", "remote_url", "removal_asked_by_id", "removal_reason", "removal_state", "removed_at", "renewal", "renewal_months", "send_state", "sent_at", "sign_by", "signed_at", "signed_on", "starts_on", "status", "subject", "title", "uuid", "value", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."attention", NEW."attention_at", NEW."changed_at", NEW."copied_from_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."declined_at", NEW."document_id", NEW."document_sha256", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."error", NEW."expired_at", NEW."expires_at", NEW."filed_at", NEW."id", NEW."is_changed_there", NEW."is_unsure", NEW."kind", NEW."lead_id", NEW."mapping_id", NEW."message", NEW."notice_months", NEW."number", NEW."offer_id", NEW."opened_at", NEW."owner_id", NEW."pdf_error", NEW."pdf_state", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."problems", NEW."remote_id", NEW."remote_state", NEW."remote_state_at", NEW."remote_url", NEW."removal_asked_by_id", NEW."removal_reason", NEW."removal_state", NEW."removed_at", NEW."renewal", NEW."renewal_months", NEW."send_state", NEW."sent_at", NEW."sign_by", NEW."signed_at", NEW."signed_on", NEW."starts_on", NEW."status", NEW."subject", NEW."title", NEW."uuid", NEW."value", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="fd738c11e57c7a56e53e82aa79829cbaba871056",
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
                    condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."attention" IS DISTINCT FROM (NEW."attention") OR OLD."attention_at" IS DISTINCT FROM (NEW."attention_at") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."copied_from_id" IS DISTINCT FROM (NEW."copied_from_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."declined_at" IS DISTINCT FROM (NEW."declined_at") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."document_sha256" IS DISTINCT FROM (NEW."document_sha256") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."expired_at" IS DISTINCT FROM (NEW."expired_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."filed_at" IS DISTINCT FROM (NEW."filed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_changed_there" IS DISTINCT FROM (NEW."is_changed_there") OR OLD."is_unsure" IS DISTINCT FROM (NEW."is_unsure") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."mapping_id" IS DISTINCT FROM (NEW."mapping_id") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."notice_months" IS DISTINCT FROM (NEW."notice_months") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."pdf_error" IS DISTINCT FROM (NEW."pdf_error") OR OLD."pdf_state" IS DISTINCT FROM (NEW."pdf_state") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."problems" IS DISTINCT FROM (NEW."problems") OR OLD."remote_id" IS DISTINCT FROM (NEW."remote_id") OR OLD."remote_state" IS DISTINCT FROM (NEW."remote_state") OR OLD."remote_state_at" IS DISTINCT FROM (NEW."remote_state_at") OR OLD."remote_url" IS DISTINCT FROM (NEW."remote_url") OR OLD."removal_asked_by_id" IS DISTINCT FROM (NEW."removal_asked_by_id") OR OLD."removal_reason" IS DISTINCT FROM (NEW."removal_reason") OR OLD."removal_state" IS DISTINCT FROM (NEW."removal_state") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."renewal" IS DISTINCT FROM (NEW."renewal") OR OLD."renewal_months" IS DISTINCT FROM (NEW."renewal_months") OR OLD."send_state" IS DISTINCT FROM (NEW."send_state") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."sign_by" IS DISTINCT FROM (NEW."sign_by") OR OLD."signed_at" IS DISTINCT FROM (NEW."signed_at") OR OLD."signed_on" IS DISTINCT FROM (NEW."signed_on") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uuid" IS DISTINCT FROM (NEW."uuid") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at") OR OLD."withdrawn_by_id" IS DISTINCT FROM (NEW."withdrawn_by_id"))',
                    func='INSERT INTO "contracts_contractversion" ("asked_at", "asked_by_id", "attention", "attention_at", "changed_at", "copied_from_id", "created_at", "created_by_id", "customer_id", "declined_at", "document_id", "document_sha256", "ended_at", "ended_by_id", "ends_on", "error", "expired_at", "expires_at", "filed_at", "id", "is_changed_there", "is_unsure", "kind", "lead_id", "mapping_id", "message", "notice_months", "number", "offer_id", "opened_at", "owner_id", "pdf_error", "pdf_state", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "problems", "remote_id", "remote_state", "remote_state_at", "remote_url", "removal_asked_by_id", "removal_reason", "removal_state", "removed_at", "renewal", "renewal_months", "send_state", "sent_at", "sign_by", "signed_at", "signed_on", "starts_on", "status", "subject", "title", "uuid", "value", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."attention", NEW."attention_at", NEW."changed_at", NEW."copied_from_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."declined_at", NEW."document_id", NEW."document_sha256", NEW."ended_at", NEW."ended_by_id", NEW."ends_on", NEW."error", NEW."expired_at", NEW."expires_at", NEW."filed_at", NEW."id", NEW."is_changed_there", NEW."is_unsure", NEW."kind", NEW."lead_id", NEW."mapping_id", NEW."message", NEW."notice_months", NEW."number", NEW."offer_id", NEW."opened_at", NEW."owner_id", NEW."pdf_error", NEW."pdf_state", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."problems", NEW."remote_id", NEW."remote_state", NEW."remote_state_at", NEW."remote_url", NEW."removal_asked_by_id", NEW."removal_reason", NEW."removal_state", NEW."removed_at", NEW."renewal", NEW."renewal_months", NEW."send_state", NEW."sent_at", NEW."sign_by", NEW."signed_at", NEW."signed_on", NEW."starts_on", NEW."status", NEW."subject", NEW."title", NEW."uuid", NEW."value", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="1ae954514383e28cb886c75308cca1bbc68917fe",
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
                    func='INSERT INTO "contracts_contractversion" ("asked_at", "asked_by_id", "attention", "attention_at", "changed_at", "copied_from_id", "created_at", "created_by_id", "customer_id", "declined_at", "document_id", "document_sha256", "ended_at", "ended_by_id", "ends_on", "error", "expired_at", "expires_at", "filed_at", "id", "is_changed_there", "is_unsure", "kind", "lead_id", "mapping_id", "message", "notice_months", "number", "offer_id", "opened_at", "owner_id", "pdf_error", "pdf_state", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "problems", "remote_id", "remote_state", "remote_state_at", "remote_url", "removal_asked_by_id", "removal_reason", "removal_state", "removed_at", "renewal", "renewal_months", "send_state", "sent_at", "sign_by", "signed_at", "signed_on", "starts_on", "status", "subject", "title", "uuid", "value", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."attention", OLD."attention_at", OLD."changed_at", OLD."copied_from_id", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."declined_at", OLD."document_id", OLD."document_sha256", OLD."ended_at", OLD."ended_by_id", OLD."ends_on", OLD."error", OLD."expired_at", OLD."expires_at", OLD."filed_at", OLD."id", OLD."is_changed_there", OLD."is_unsure", OLD."kind", OLD."lead_id", OLD."mapping_id", OLD."message", OLD."notice_months", OLD."number", OLD."offer_id", OLD."opened_at", OLD."owner_id", OLD."pdf_error", OLD."pdf_state", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."problems", OLD."remote_id", OLD."remote_state", OLD."remote_state_at", OLD."remote_url", OLD."removal_asked_by_id", OLD."removal_reason", OLD."removal_state", OLD."removed_at", OLD."renewal", OLD."renewal_months", OLD."send_state", OLD."sent_at", OLD."sign_by", OLD."signed_at", OLD."signed_on", OLD."starts_on", OLD."status", OLD."subject", OLD."title", OLD."uuid", OLD."value", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                    hash="493ea0e8efba40f8d713c7d002b5d0d9cbc1d55f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ed57",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
    ]
