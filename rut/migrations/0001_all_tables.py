import datetime as dt

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("rut", "0001_initial"),
        ("rut", "0002_letterpage_turn"),
        ("rut", "0003_find_cases_and_letters"),
        ("rut", "0004_index_what_was_there"),
    ]

    initial = True

    dependencies = [
        ("archive", "0001_all_tables"),
        ("base", "__first__"),
        ("billing", "0001_all_tables"),
        ("integrations", "0001_all_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="ärende")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("review", "Granskas"),
                            ("collecting", "Samlar underlag"),
                            ("package_ready", "Paket klart"),
                            ("awaiting_decision", "Väntar på beslut"),
                            ("granted", "Godkänt"),
                            ("partly_granted", "Delvis godkänt"),
                            ("rejected", "Avslag"),
                            ("closed", "Avslutat"),
                        ],
                        default="review",
                        max_length=20,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("completion_request", "Begäran om komplettering"),
                            ("question", "Frågor från Skatteverket"),
                            ("proposal", "Förslag till beslut"),
                            ("decision", "Beslut"),
                            ("injunction", "Föreläggande"),
                            ("information", "Informationsbrev"),
                            ("other", "Övrig handling"),
                        ],
                        max_length=20,
                        verbose_name="gäller",
                    ),
                ),
                ("subtype", models.CharField(blank=True, max_length=15)),
                ("reference", models.CharField(max_length=60, verbose_name="referens")),
                ("references", models.JSONField(default=list)),
                ("officer_name", models.CharField(blank=True, max_length=120, verbose_name="handläggare")),
                ("officer_email", models.EmailField(blank=True, max_length=254, verbose_name="handläggarens e-post")),
                ("officer_phone", models.CharField(blank=True, max_length=30, verbose_name="handläggarens telefon")),
                ("officer_office", models.CharField(blank=True, max_length=120, verbose_name="kontor")),
                ("received_on", models.DateField(verbose_name="ankom")),
                ("deadline", models.DateField(null=True, verbose_name="svara senast")),
                ("is_deadline_estimated", models.BooleanField(default=False)),
                ("appeal_by", models.DateField(null=True, verbose_name="överklaga senast")),
                ("amount", models.IntegerField(default=0, verbose_name="begärt belopp, kronor")),
                ("item_count", models.PositiveIntegerField(default=0)),
                ("settled_count", models.PositiveIntegerField(default=0)),
                ("check_count", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "due_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                status__in=("review", "collecting", "package_ready"),
                                then=django.db.models.functions.comparison.Coalesce(
                                    models.F("deadline"), dt.date(1900, 1, 1)
                                ),
                            ),
                            models.When(status="awaiting_decision", then=dt.date(9998, 1, 1)),
                            default=dt.date(9999, 1, 1),
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.folder"
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["due_order", "id"], name="case_in_order"),
                    models.Index(fields=["status", "due_order", "id"], name="case_by_status"),
                    models.Index(fields=["owner", "due_order", "id"], name="case_by_owner"),
                    models.Index(fields=["reference"], name="case_by_reference"),
                    models.Index(fields=["decided_on"], include=("status", "amount"), name="case_decided"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["references"], name="case_any_reference", opclasses=["jsonb_path_ops"]
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="case_search"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "awaiting_decision"), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="case_awaiting_has_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                        ),
                        name="case_closed_has_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ["review", "collecting", "package_ready", "awaiting_decision"]),
                            models.Q(("reference", ""), _negated=True),
                        ),
                        fields=("reference",),
                        name="case_open_reference_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=12, verbose_name="ärende")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("review", "Granskas"),
                            ("collecting", "Samlar underlag"),
                            ("package_ready", "Paket klart"),
                            ("awaiting_decision", "Väntar på beslut"),
                            ("granted", "Godkänt"),
                            ("partly_granted", "Delvis godkänt"),
                            ("rejected", "Avslag"),
                            ("closed", "Avslutat"),
                        ],
                        default="review",
                        max_length=20,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("completion_request", "Begäran om komplettering"),
                            ("question", "Frågor från Skatteverket"),
                            ("proposal", "Förslag till beslut"),
                            ("decision", "Beslut"),
                            ("injunction", "Föreläggande"),
                            ("information", "Informationsbrev"),
                            ("other", "Övrig handling"),
                        ],
                        max_length=20,
                        verbose_name="gäller",
                    ),
                ),
                ("subtype", models.CharField(blank=True, max_length=15)),
                ("reference", models.CharField(max_length=60, verbose_name="referens")),
                ("references", models.JSONField(default=list)),
                ("officer_name", models.CharField(blank=True, max_length=120, verbose_name="handläggare")),
                ("officer_email", models.EmailField(blank=True, max_length=254, verbose_name="handläggarens e-post")),
                ("officer_phone", models.CharField(blank=True, max_length=30, verbose_name="handläggarens telefon")),
                ("officer_office", models.CharField(blank=True, max_length=120, verbose_name="kontor")),
                ("received_on", models.DateField(verbose_name="ankom")),
                ("deadline", models.DateField(null=True, verbose_name="svara senast")),
                ("is_deadline_estimated", models.BooleanField(default=False)),
                ("appeal_by", models.DateField(null=True, verbose_name="överklaga senast")),
                ("amount", models.IntegerField(default=0, verbose_name="begärt belopp, kronor")),
                ("item_count", models.PositiveIntegerField(default=0)),
                ("settled_count", models.PositiveIntegerField(default=0)),
                ("check_count", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "deputy",
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
                    "folder",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.folder",
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
                        to="rut.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseInvoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("printed_number", models.CharField(blank=True, max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "Inskickad"),
                            ("completion_asked", "Komplettering begärd"),
                            ("completion_sent", "Komplettering skickad"),
                            ("proposed", "Förslag till beslut"),
                            ("granted", "Beviljad"),
                            ("partly_granted", "Delvis beviljad"),
                            ("rejected", "Avslagen"),
                            ("dismissed", "Avvisad"),
                            ("repay_proposed", "Återkrav föreslaget"),
                            ("repay_decided", "Återkrav beslutat"),
                            ("repaid", "Återbetald"),
                            ("closed", "Avslutad"),
                        ],
                        default="completion_asked",
                        max_length=20,
                    ),
                ),
                ("requested_amount", models.IntegerField(null=True)),
                ("granted_amount", models.IntegerField(null=True)),
                ("refused_amount", models.IntegerField(null=True)),
                ("repay_amount", models.IntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoices", to="rut.case"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "invoice"), name="caseinvoice_once"),
                    models.UniqueConstraint(fields=("case", "position"), name="caseinvoice_position_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseInvoiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("printed_number", models.CharField(blank=True, max_length=40)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "Inskickad"),
                            ("completion_asked", "Komplettering begärd"),
                            ("completion_sent", "Komplettering skickad"),
                            ("proposed", "Förslag till beslut"),
                            ("granted", "Beviljad"),
                            ("partly_granted", "Delvis beviljad"),
                            ("rejected", "Avslagen"),
                            ("dismissed", "Avvisad"),
                            ("repay_proposed", "Återkrav föreslaget"),
                            ("repay_decided", "Återkrav beslutat"),
                            ("repaid", "Återbetald"),
                            ("closed", "Avslutad"),
                        ],
                        default="completion_asked",
                        max_length=20,
                    ),
                ),
                ("requested_amount", models.IntegerField(null=True)),
                ("granted_amount", models.IntegerField(null=True)),
                ("refused_amount", models.IntegerField(null=True)),
                ("repay_amount", models.IntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.case",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.invoice",
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
                        to="rut.caseinvoice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="anteckning")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="rut.case"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar"),
                            ("reading", "Tolkar text"),
                            ("read", "Läst"),
                            ("quarantined", "Kunde inte läsas"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("received_on", models.DateField(verbose_name="ankom")),
                ("uploaded_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("page_count", models.PositiveIntegerField(null=True)),
                ("quarantine_code", models.CharField(blank=True, max_length=30)),
                ("quarantine_sentence", models.CharField(blank=True, max_length=300)),
                ("dismissed_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.document"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.documentversion"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "reading"])),
                        fields=["claimed_at"],
                        name="intake_to_read",
                    ),
                    models.Index(
                        condition=models.Q(("dismissed_at__isnull", True), ("state", "quarantined")),
                        fields=["-uploaded_at", "-id"],
                        name="intake_unread",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "quarantined"), _negated=True),
                            models.Q(("quarantine_sentence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="intake_quarantine_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_page", models.PositiveIntegerField()),
                ("last_page", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("review", "Att granska"), ("confirmed", "Granskat"), ("set_aside", "Hör inte hit")],
                        default="review",
                        max_length=10,
                    ),
                ),
                (
                    "document_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completion_request", "Begäran om komplettering"),
                            ("question", "Frågor från Skatteverket"),
                            ("proposal", "Förslag till beslut"),
                            ("decision", "Beslut"),
                            ("injunction", "Föreläggande"),
                            ("information", "Informationsbrev"),
                            ("other", "Övrig handling"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "subtype",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "Ny begäran"),
                            ("reminder", "Påminnelse"),
                            ("follow_up", "Följdfråga"),
                            ("refuse", "Neka utbetalning"),
                            ("reduce", "Sänka utbetalning"),
                            ("repay", "Återkräva"),
                            ("granted", "Beviljat"),
                            ("partly_granted", "Delvis beviljat"),
                            ("rejected", "Avslag"),
                            ("repayment", "Återbetalning"),
                            ("reconsidered", "Omprövning"),
                            ("dismissed", "Avvisning"),
                            ("written_off", "Avskrivning"),
                            ("receipt", "Mottagningsbekräftelse"),
                            ("delay_notice", "Försenad handläggning"),
                            ("court", "Domstol"),
                            ("foreign_matter", "Annat ärende"),
                        ],
                        max_length=15,
                    ),
                ),
                ("reference_number", models.CharField(blank=True, max_length=60)),
                ("response_deadline", models.DateField(null=True)),
                ("letter_date", models.DateField(null=True)),
                ("doubt_count", models.PositiveSmallIntegerField(default=0)),
                ("references", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "due_order",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("response_deadline"), dt.date(9999, 12, 31)
                        ),
                        output_field=models.DateField(),
                    ),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="rut.case"
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="rut.intake"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "suggested_case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rut.case"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "review")), fields=["due_order", "id"], name="letter_to_review"
                    ),
                    models.Index(fields=["reference_number"], name="letter_reference"),
                    models.Index(fields=["-created_at", "-id"], name="letter_newest"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="letter_search"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("intake", "first_page"), name="letter_start_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("reviewed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_confirmed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(max_length=15)),
                ("decided_on", models.DateField(null=True)),
                ("granted_amount", models.IntegerField(null=True)),
                ("refused_amount", models.IntegerField(null=True)),
                ("repay_amount", models.IntegerField(null=True)),
                ("pay_by", models.DateField(null=True)),
                ("ocr", models.CharField(blank=True, max_length=30)),
                ("appeal_by", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="rut.case"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="rut.letter"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("requested_amount", models.IntegerField(null=True)),
                ("granted_amount", models.IntegerField(null=True)),
                ("repay_amount", models.IntegerField(null=True)),
                (
                    "case_invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rut.caseinvoice"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="rut.decision"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("decision", "case_invoice"), name="decisionrow_once")],
            },
        ),
        migrations.CreateModel(
            name="ExtractedField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("document_type", "Dokumenttyp"),
                            ("subtype", "Undertyp"),
                            ("reference_number", "Referensnummer"),
                            ("response_deadline", "Svarsfrist"),
                            ("response_days", "Svarstid i dagar"),
                            ("handler.name", "Handläggare"),
                            ("handler.email", "Handläggarens e-post"),
                            ("handler.phone", "Handläggarens telefon"),
                            ("handler.office", "Kontor"),
                            ("letter_date", "Brevets datum"),
                            ("request_name", "Begärans namn"),
                            ("request_reference", "Begärans referensnummer"),
                            ("deduction_kind", "Avdrag"),
                            ("service_kind", "Tjänst"),
                            ("whole_request", "Gäller hela begäran"),
                            ("totals.requested", "Begärt belopp"),
                            ("totals.granted", "Beviljat belopp"),
                            ("totals.refused", "Nekat belopp"),
                            ("totals.repay", "Återkrävt belopp"),
                            ("pay_by", "Betalas senast"),
                            ("ocr", "OCR-nummer"),
                        ],
                        max_length=30,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=300)),
                ("raw", models.CharField(blank=True, max_length=300)),
                ("page", models.PositiveIntegerField(null=True)),
                ("box", models.JSONField(null=True)),
                ("method", models.CharField(blank=True, max_length=10)),
                ("confidence", models.FloatField(default=0)),
                ("is_certain", models.BooleanField(default=False)),
                ("read_value", models.CharField(blank=True, max_length=300)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fields", to="rut.letter"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("letter", "name"), name="extractedfield_once")],
            },
        ),
        migrations.CreateModel(
            name="ExtractedFieldEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("document_type", "Dokumenttyp"),
                            ("subtype", "Undertyp"),
                            ("reference_number", "Referensnummer"),
                            ("response_deadline", "Svarsfrist"),
                            ("response_days", "Svarstid i dagar"),
                            ("handler.name", "Handläggare"),
                            ("handler.email", "Handläggarens e-post"),
                            ("handler.phone", "Handläggarens telefon"),
                            ("handler.office", "Kontor"),
                            ("letter_date", "Brevets datum"),
                            ("request_name", "Begärans namn"),
                            ("request_reference", "Begärans referensnummer"),
                            ("deduction_kind", "Avdrag"),
                            ("service_kind", "Tjänst"),
                            ("whole_request", "Gäller hela begäran"),
                            ("totals.requested", "Begärt belopp"),
                            ("totals.granted", "Beviljat belopp"),
                            ("totals.refused", "Nekat belopp"),
                            ("totals.repay", "Återkrävt belopp"),
                            ("pay_by", "Betalas senast"),
                            ("ocr", "OCR-nummer"),
                        ],
                        max_length=30,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=300)),
                ("raw", models.CharField(blank=True, max_length=300)),
                ("page", models.PositiveIntegerField(null=True)),
                ("box", models.JSONField(null=True)),
                ("method", models.CharField(blank=True, max_length=10)),
                ("confidence", models.FloatField(default=0)),
                ("is_certain", models.BooleanField(default=False)),
                ("read_value", models.CharField(blank=True, max_length=300)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
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
                        to="rut.extractedfield",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.letter",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AffectedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("invoice_number", models.CharField(blank=True, max_length=40)),
                ("personal_number", models.CharField(blank=True, max_length=300)),
                ("personal_number_hash", models.CharField(blank=True, max_length=64)),
                ("personal_number_masked", models.CharField(blank=True, max_length=20)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("payment_date", models.DateField(null=True)),
                ("requested_amount", models.IntegerField(null=True)),
                ("granted_amount", models.IntegerField(null=True)),
                ("repay_amount", models.IntegerField(null=True)),
                ("page", models.PositiveIntegerField(null=True)),
                ("box", models.JSONField(null=True)),
                ("confidence", models.FloatField(default=0)),
                ("is_certain", models.BooleanField(default=False)),
                ("is_excluded", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
                    ),
                ),
                (
                    "suggested_invoice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.invoice"
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="affected", to="rut.letter"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "position"), name="affectedrow_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("first_page", models.PositiveIntegerField()),
                ("last_page", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("review", "Att granska"), ("confirmed", "Granskat"), ("set_aside", "Hör inte hit")],
                        default="review",
                        max_length=10,
                    ),
                ),
                (
                    "document_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("completion_request", "Begäran om komplettering"),
                            ("question", "Frågor från Skatteverket"),
                            ("proposal", "Förslag till beslut"),
                            ("decision", "Beslut"),
                            ("injunction", "Föreläggande"),
                            ("information", "Informationsbrev"),
                            ("other", "Övrig handling"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "subtype",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "Ny begäran"),
                            ("reminder", "Påminnelse"),
                            ("follow_up", "Följdfråga"),
                            ("refuse", "Neka utbetalning"),
                            ("reduce", "Sänka utbetalning"),
                            ("repay", "Återkräva"),
                            ("granted", "Beviljat"),
                            ("partly_granted", "Delvis beviljat"),
                            ("rejected", "Avslag"),
                            ("repayment", "Återbetalning"),
                            ("reconsidered", "Omprövning"),
                            ("dismissed", "Avvisning"),
                            ("written_off", "Avskrivning"),
                            ("receipt", "Mottagningsbekräftelse"),
                            ("delay_notice", "Försenad handläggning"),
                            ("court", "Domstol"),
                            ("foreign_matter", "Annat ärende"),
                        ],
                        max_length=15,
                    ),
                ),
                ("reference_number", models.CharField(blank=True, max_length=60)),
                ("response_deadline", models.DateField(null=True)),
                ("letter_date", models.DateField(null=True)),
                ("doubt_count", models.PositiveSmallIntegerField(default=0)),
                ("references", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.case",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.intake",
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
                        to="rut.letter",
                    ),
                ),
                (
                    "reviewed_by",
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
                    "suggested_case",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LetterPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("width", models.FloatField()),
                ("height", models.FloatField()),
                ("method", models.CharField(max_length=10)),
                ("is_gated", models.BooleanField(default=False)),
                ("turn", models.SmallIntegerField(default=0)),
                ("words", models.JSONField(default=list)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="rut.intake"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("intake", "number"), name="letterpage_once")],
            },
        ),
        migrations.CreateModel(
            name="LetterRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=3)),
                ("raw", models.CharField(blank=True, max_length=500)),
                ("page", models.PositiveIntegerField(null=True)),
                ("box", models.JSONField(null=True)),
                ("confidence", models.FloatField(default=0)),
                ("is_conditional", models.BooleanField(default=False)),
                ("is_included", models.BooleanField(default=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="rut.letter"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("letter", "code"), name="letterrequest_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "I kö"),
                            ("building", "Skapas"),
                            ("built", "Klart"),
                            ("failed", "Gick inte att skapa"),
                            ("sent", "Skickat"),
                            ("replaced", "Ersatt"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("is_partial", models.BooleanField(default=False)),
                ("done_steps", models.PositiveIntegerField(default=0)),
                ("total_steps", models.PositiveIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("requested_at", models.DateTimeField()),
                ("built_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "archive_file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.document"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packages", to="rut.case"
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.document"
                    ),
                ),
                (
                    "requested_by",
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
                        condition=models.Q(("state__in", ["queued", "building"])),
                        fields=["claimed_at"],
                        name="package_to_build",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="package_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "building"])),
                        fields=("case",),
                        name="package_one_at_work",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["built", "sent"]), _negated=True),
                            models.Q(
                                ("pdf__isnull", False), ("archive_file__isnull", False), ("built_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="package_built_has_files",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("answer", "Svar"), ("extension", "Begäran om anstånd")],
                        default="answer",
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Utkast"), ("sent", "Skickat"), ("discarded", "Kastat")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "E-post"), ("e_service", "E-tjänst"), ("post", "Post")],
                        default="mail",
                        max_length=10,
                        verbose_name="sätt",
                    ),
                ),
                ("to", models.EmailField(blank=True, max_length=254, verbose_name="till")),
                ("subject", models.CharField(max_length=200, verbose_name="ämne")),
                ("body", models.TextField(verbose_name="text")),
                ("new_deadline", models.DateField(blank=True, null=True, verbose_name="önskad ny frist")),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="rut.case"
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
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="integrations.message",
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
                (
                    "package",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rut.package"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("case", "kind"), name="casereply_one_draft"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="casereply_sent_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "I kö"),
                            ("building", "Skapas"),
                            ("built", "Klart"),
                            ("failed", "Gick inte att skapa"),
                            ("sent", "Skickat"),
                            ("replaced", "Ersatt"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("is_partial", models.BooleanField(default=False)),
                ("done_steps", models.PositiveIntegerField(default=0)),
                ("total_steps", models.PositiveIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("requested_at", models.DateTimeField()),
                ("built_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "archive_file",
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
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.case",
                    ),
                ),
                (
                    "pdf",
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
                        to="rut.package",
                    ),
                ),
                (
                    "requested_by",
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
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deadline", models.DateField()),
                ("days_left", models.SmallIntegerField()),
                ("given_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="rut.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "deadline", "days_left"), name="reminder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing", "Saknas"),
                            ("found", "Hittad"),
                            ("uploaded", "Uppladdad"),
                            ("check", "Kontrollera"),
                            ("not_applicable", "Behövs inte"),
                        ],
                        default="missing",
                        max_length=15,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="varför den inte behövs")),
                ("hint", models.CharField(blank=True, max_length=120)),
                ("is_conditional", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="rut.case"),
                ),
                (
                    "case_invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="rut.caseinvoice",
                    ),
                ),
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
                    models.UniqueConstraint(
                        fields=("case", "case_invoice", "code"), name="requesteditem_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_applicable"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="requesteditem_reason_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("path", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=200)),
                ("first_page", models.PositiveIntegerField(null=True)),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="rut.package"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.documentversion"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="rut.requesteditem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("package", "position"), name="packageitem_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedItemDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_chosen", models.BooleanField(default=True)),
                ("is_uploaded", models.BooleanField(default=False)),
                ("score", models.FloatField(default=1)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.document"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="rut.requesteditem"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "document"), name="requesteditemdocument_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing", "Saknas"),
                            ("found", "Hittad"),
                            ("uploaded", "Uppladdad"),
                            ("check", "Kontrollera"),
                            ("not_applicable", "Behövs inte"),
                        ],
                        default="missing",
                        max_length=15,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="varför den inte behövs")),
                ("hint", models.CharField(blank=True, max_length=120)),
                ("is_conditional", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.case",
                    ),
                ),
                (
                    "case_invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="rut.caseinvoice",
                    ),
                ),
                (
                    "changed_by",
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
                        to="rut.requesteditem",
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
                ("old", models.CharField(blank=True, max_length=20)),
                ("new", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="status_changes", to="rut.case"
                    ),
                ),
                (
                    "case_invoice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="rut.caseinvoice"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at", "id"], name="statuschange_case")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_caseevent" ("amount", "answered_at", "appeal_by", "check_count", "closed_at", "deadline", "decided_on", "deputy_id", "folder_id", "id", "is_deadline_estimated", "item_count", "kind", "number", "officer_email", "officer_name", "officer_office", "officer_phone", "opened_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "reference", "references", "settled_count", "status", "subtype") VALUES (NEW."amount", NEW."answered_at", NEW."appeal_by", NEW."check_count", NEW."closed_at", NEW."deadline", NEW."decided_on", NEW."deputy_id", NEW."folder_id", NEW."id", NEW."is_deadline_estimated", NEW."item_count", NEW."kind", NEW."number", NEW."officer_email", NEW."officer_name", NEW."officer_office", NEW."officer_phone", NEW."opened_at", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."received_on", NEW."reference", NEW."references", NEW."settled_count", NEW."status", NEW."subtype"); RETURN NULL;',
                    hash="48e7b08c37c21885b39ca5846680a64a238b199e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5358d",
                    table="rut_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."appeal_by" IS DISTINCT FROM (NEW."appeal_by") OR OLD."check_count" IS DISTINCT FROM (NEW."check_count") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."deadline" IS DISTINCT FROM (NEW."deadline") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."deputy_id" IS DISTINCT FROM (NEW."deputy_id") OR OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_deadline_estimated" IS DISTINCT FROM (NEW."is_deadline_estimated") OR OLD."item_count" IS DISTINCT FROM (NEW."item_count") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."officer_email" IS DISTINCT FROM (NEW."officer_email") OR OLD."officer_name" IS DISTINCT FROM (NEW."officer_name") OR OLD."officer_office" IS DISTINCT FROM (NEW."officer_office") OR OLD."officer_phone" IS DISTINCT FROM (NEW."officer_phone") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."received_on" IS DISTINCT FROM (NEW."received_on") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."references" IS DISTINCT FROM (NEW."references") OR OLD."settled_count" IS DISTINCT FROM (NEW."settled_count") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."subtype" IS DISTINCT FROM (NEW."subtype"))',
                    func='INSERT INTO "rut_caseevent" ("amount", "answered_at", "appeal_by", "check_count", "closed_at", "deadline", "decided_on", "deputy_id", "folder_id", "id", "is_deadline_estimated", "item_count", "kind", "number", "officer_email", "officer_name", "officer_office", "officer_phone", "opened_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "reference", "references", "settled_count", "status", "subtype") VALUES (NEW."amount", NEW."answered_at", NEW."appeal_by", NEW."check_count", NEW."closed_at", NEW."deadline", NEW."decided_on", NEW."deputy_id", NEW."folder_id", NEW."id", NEW."is_deadline_estimated", NEW."item_count", NEW."kind", NEW."number", NEW."officer_email", NEW."officer_name", NEW."officer_office", NEW."officer_phone", NEW."opened_at", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."received_on", NEW."reference", NEW."references", NEW."settled_count", NEW."status", NEW."subtype"); RETURN NULL;',
                    hash="c3efb200d82ad672fca9e7be6fbedad5763feaa9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_53b30",
                    table="rut_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="case",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_caseevent" ("amount", "answered_at", "appeal_by", "check_count", "closed_at", "deadline", "decided_on", "deputy_id", "folder_id", "id", "is_deadline_estimated", "item_count", "kind", "number", "officer_email", "officer_name", "officer_office", "officer_phone", "opened_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "received_on", "reference", "references", "settled_count", "status", "subtype") VALUES (OLD."amount", OLD."answered_at", OLD."appeal_by", OLD."check_count", OLD."closed_at", OLD."deadline", OLD."decided_on", OLD."deputy_id", OLD."folder_id", OLD."id", OLD."is_deadline_estimated", OLD."item_count", OLD."kind", OLD."number", OLD."officer_email", OLD."officer_name", OLD."officer_office", OLD."officer_phone", OLD."opened_at", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."received_on", OLD."reference", OLD."references", OLD."settled_count", OLD."status", OLD."subtype"); RETURN NULL;',
                    hash="2fcf48f6887ee9fa576f0f2d82185b721496bdbd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a1a5b",
                    table="rut_case",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_caseinvoiceevent" ("case_id", "granted_amount", "id", "invoice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "printed_number", "refused_amount", "repay_amount", "requested_amount", "status") VALUES (NEW."case_id", NEW."granted_amount", NEW."id", NEW."invoice_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."printed_number", NEW."refused_amount", NEW."repay_amount", NEW."requested_amount", NEW."status"); RETURN NULL;',
                    hash="da1335617f0560ea6ef77f182fc8a183bad7cb23",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8cdf9",
                    table="rut_caseinvoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rut_caseinvoiceevent" ("case_id", "granted_amount", "id", "invoice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "printed_number", "refused_amount", "repay_amount", "requested_amount", "status") VALUES (NEW."case_id", NEW."granted_amount", NEW."id", NEW."invoice_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."printed_number", NEW."refused_amount", NEW."repay_amount", NEW."requested_amount", NEW."status"); RETURN NULL;',
                    hash="12d8106f5b5a5c406cec7b81f68ae1745bfb7c0e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_81bb6",
                    table="rut_caseinvoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_caseinvoiceevent" ("case_id", "granted_amount", "id", "invoice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "printed_number", "refused_amount", "repay_amount", "requested_amount", "status") VALUES (OLD."case_id", OLD."granted_amount", OLD."id", OLD."invoice_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."printed_number", OLD."refused_amount", OLD."repay_amount", OLD."requested_amount", OLD."status"); RETURN NULL;',
                    hash="a15f43d6cc108211fa810e0ef2c1255e5febe9aa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0d01f",
                    table="rut_caseinvoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_letterevent" ("case_id", "created_at", "document_type", "doubt_count", "first_page", "id", "intake_id", "last_page", "letter_date", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_number", "references", "response_deadline", "reviewed_at", "reviewed_by_id", "state", "subtype", "suggested_case_id") VALUES (NEW."case_id", NEW."created_at", NEW."document_type", NEW."doubt_count", NEW."first_page", NEW."id", NEW."intake_id", NEW."last_page", NEW."letter_date", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference_number", NEW."references", NEW."response_deadline", NEW."reviewed_at", NEW."reviewed_by_id", NEW."state", NEW."subtype", NEW."suggested_case_id"); RETURN NULL;',
                    hash="d5329379c7261cfa0d7ba06e0cfeaa9ec98d7fdf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3e0d9",
                    table="rut_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."document_type" IS DISTINCT FROM (NEW."document_type") OR OLD."doubt_count" IS DISTINCT FROM (NEW."doubt_count") OR OLD."first_page" IS DISTINCT FROM (NEW."first_page") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."intake_id" IS DISTINCT FROM (NEW."intake_id") OR OLD."last_page" IS DISTINCT FROM (NEW."last_page") OR OLD."letter_date" IS DISTINCT FROM (NEW."letter_date") OR OLD."reference_number" IS DISTINCT FROM (NEW."reference_number") OR OLD."references" IS DISTINCT FROM (NEW."references") OR OLD."response_deadline" IS DISTINCT FROM (NEW."response_deadline") OR OLD."reviewed_at" IS DISTINCT FROM (NEW."reviewed_at") OR OLD."reviewed_by_id" IS DISTINCT FROM (NEW."reviewed_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subtype" IS DISTINCT FROM (NEW."subtype") OR OLD."suggested_case_id" IS DISTINCT FROM (NEW."suggested_case_id"))',
                    func='INSERT INTO "rut_letterevent" ("case_id", "created_at", "document_type", "doubt_count", "first_page", "id", "intake_id", "last_page", "letter_date", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_number", "references", "response_deadline", "reviewed_at", "reviewed_by_id", "state", "subtype", "suggested_case_id") VALUES (NEW."case_id", NEW."created_at", NEW."document_type", NEW."doubt_count", NEW."first_page", NEW."id", NEW."intake_id", NEW."last_page", NEW."letter_date", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference_number", NEW."references", NEW."response_deadline", NEW."reviewed_at", NEW."reviewed_by_id", NEW."state", NEW."subtype", NEW."suggested_case_id"); RETURN NULL;',
                    hash="3ea2877e44233f3a9274edf3f16c54f95807c3ca",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d4602",
                    table="rut_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="letter",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_letterevent" ("case_id", "created_at", "document_type", "doubt_count", "first_page", "id", "intake_id", "last_page", "letter_date", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_number", "references", "response_deadline", "reviewed_at", "reviewed_by_id", "state", "subtype", "suggested_case_id") VALUES (OLD."case_id", OLD."created_at", OLD."document_type", OLD."doubt_count", OLD."first_page", OLD."id", OLD."intake_id", OLD."last_page", OLD."letter_date", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference_number", OLD."references", OLD."response_deadline", OLD."reviewed_at", OLD."reviewed_by_id", OLD."state", OLD."subtype", OLD."suggested_case_id"); RETURN NULL;',
                    hash="8de7acd3d09f17c4e92d34cc44e94470482fd07c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3cd0f",
                    table="rut_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extractedfield",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_extractedfieldevent" ("box", "confidence", "confirmed_at", "confirmed_by_id", "id", "is_certain", "letter_id", "method", "name", "page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raw", "read_value", "value") VALUES (NEW."box", NEW."confidence", NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", NEW."is_certain", NEW."letter_id", NEW."method", NEW."name", NEW."page", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raw", NEW."read_value", NEW."value"); RETURN NULL;',
                    hash="b9250f0e7dbe2f1bc66ae14983ee002ee5f4405c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ba404",
                    table="rut_extractedfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extractedfield",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rut_extractedfieldevent" ("box", "confidence", "confirmed_at", "confirmed_by_id", "id", "is_certain", "letter_id", "method", "name", "page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raw", "read_value", "value") VALUES (NEW."box", NEW."confidence", NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", NEW."is_certain", NEW."letter_id", NEW."method", NEW."name", NEW."page", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raw", NEW."read_value", NEW."value"); RETURN NULL;',
                    hash="75a2034bb91d9fe764ecad576b541bff73caf6a9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d667c",
                    table="rut_extractedfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extractedfield",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_extractedfieldevent" ("box", "confidence", "confirmed_at", "confirmed_by_id", "id", "is_certain", "letter_id", "method", "name", "page", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raw", "read_value", "value") VALUES (OLD."box", OLD."confidence", OLD."confirmed_at", OLD."confirmed_by_id", OLD."id", OLD."is_certain", OLD."letter_id", OLD."method", OLD."name", OLD."page", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raw", OLD."read_value", OLD."value"); RETURN NULL;',
                    hash="019f5526df55d82c798b43d9f40c4818c6c3befd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_78560",
                    table="rut_extractedfield",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_packageevent" ("archive_file_id", "attempts", "built_at", "case_id", "claimed_at", "done_steps", "error", "id", "is_partial", "number", "pdf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "sent_at", "state", "total_steps") VALUES (NEW."archive_file_id", NEW."attempts", NEW."built_at", NEW."case_id", NEW."claimed_at", NEW."done_steps", NEW."error", NEW."id", NEW."is_partial", NEW."number", NEW."pdf_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requested_at", NEW."requested_by_id", NEW."sent_at", NEW."state", NEW."total_steps"); RETURN NULL;',
                    hash="e5c6763a7db2b2e096f4ea8edc1721b22adcff7b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_08ea6",
                    table="rut_package",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rut_packageevent" ("archive_file_id", "attempts", "built_at", "case_id", "claimed_at", "done_steps", "error", "id", "is_partial", "number", "pdf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "sent_at", "state", "total_steps") VALUES (NEW."archive_file_id", NEW."attempts", NEW."built_at", NEW."case_id", NEW."claimed_at", NEW."done_steps", NEW."error", NEW."id", NEW."is_partial", NEW."number", NEW."pdf_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requested_at", NEW."requested_by_id", NEW."sent_at", NEW."state", NEW."total_steps"); RETURN NULL;',
                    hash="a38de5b216770d0591b567d292e8481d15fdab09",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1632",
                    table="rut_package",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="package",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_packageevent" ("archive_file_id", "attempts", "built_at", "case_id", "claimed_at", "done_steps", "error", "id", "is_partial", "number", "pdf_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "sent_at", "state", "total_steps") VALUES (OLD."archive_file_id", OLD."attempts", OLD."built_at", OLD."case_id", OLD."claimed_at", OLD."done_steps", OLD."error", OLD."id", OLD."is_partial", OLD."number", OLD."pdf_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."requested_at", OLD."requested_by_id", OLD."sent_at", OLD."state", OLD."total_steps"); RETURN NULL;',
                    hash="58b919fcbce92ad1a8a01724baeb870cbef3dbe2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_45f4f",
                    table="rut_package",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requesteditem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_requesteditemevent" ("case_id", "case_invoice_id", "changed_at", "changed_by_id", "code", "hint", "id", "is_conditional", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state") VALUES (NEW."case_id", NEW."case_invoice_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."hint", NEW."id", NEW."is_conditional", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."state"); RETURN NULL;',
                    hash="a8c7eef082c8da583108fc2c0d23d1428b37ae7f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_676fe",
                    table="rut_requesteditem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requesteditem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "rut_requesteditemevent" ("case_id", "case_invoice_id", "changed_at", "changed_by_id", "code", "hint", "id", "is_conditional", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state") VALUES (NEW."case_id", NEW."case_invoice_id", NEW."changed_at", NEW."changed_by_id", NEW."code", NEW."hint", NEW."id", NEW."is_conditional", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."state"); RETURN NULL;',
                    hash="70ca7cd21563af90de95134843d181351b45a851",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_371ac",
                    table="rut_requesteditem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requesteditem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "rut_requesteditemevent" ("case_id", "case_invoice_id", "changed_at", "changed_by_id", "code", "hint", "id", "is_conditional", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state") VALUES (OLD."case_id", OLD."case_invoice_id", OLD."changed_at", OLD."changed_by_id", OLD."code", OLD."hint", OLD."id", OLD."is_conditional", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."state"); RETURN NULL;',
                    hash="13115a81509c8d31d5e90869c1a334165a1c5ba8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_36f74",
                    table="rut_requesteditem",
                    when="AFTER",
                ),
            ),
        ),
    ]
