import datetime as dt

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("crm", "0001_initial"),
        ("crm", "0002_leads_and_history"),
        ("crm", "0003_lead_lists"),
        ("crm", "0004_timeline_sources"),
        ("crm", "0005_follow_up_subjects_and_feed"),
        ("crm", "0006_customers_marked_and_listed"),
        ("crm", "0007_follow_up_series"),
        ("crm", "0007_mailings_and_import_outcomes"),
        ("crm", "0008_ad_consent_of_sources_and_waiting_posts"),
        ("crm", "0009_leads_without_step"),
        ("crm", "0010_done_follow_ups"),
        ("crm", "0011_contracts_in_the_timeline"),
        ("crm", "0012_conversions_to_google_ads"),
        ("crm", "0013_facts_of_the_ad_account"),
        ("crm", "0014_offers_in_the_timeline"),
    ]

    initial = True

    dependencies = [
        ("base", "__first__"),
        ("integrations", "0001_all_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12, unique=True, verbose_name="kundnummer")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("private", "Privatperson"),
                            ("company", "Företag"),
                            ("housing", "Bostadsrättsförening"),
                        ],
                        default="private",
                        max_length=10,
                        verbose_name="typ",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "organisation_number",
                    models.CharField(blank=True, max_length=11, verbose_name="organisationsnummer"),
                ),
                ("personal_number", models.CharField(blank=True, max_length=300, verbose_name="personnummer")),
                ("personal_number_hash", models.CharField(blank=True, max_length=64)),
                ("personal_number_masked", models.CharField(blank=True, max_length=16)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
                (
                    "lifecycle",
                    models.CharField(
                        choices=[
                            ("potential", "Potentiell kund"),
                            ("active", "Aktiv kund"),
                            ("inactive", "Inaktiv kund"),
                        ],
                        default="potential",
                        max_length=10,
                    ),
                ),
                ("last_business_on", models.DateField(null=True)),
                ("is_protected", models.BooleanField(default=False, verbose_name="skyddade personuppgifter")),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("no_calls", "Ring inte"),
                                ("prepay", "Förskott"),
                                ("dispute", "Tvist"),
                                ("estate", "Dödsbo"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="etiketter",
                    ),
                ),
                (
                    "marketing",
                    models.CharField(
                        choices=[("granted", "Ja"), ("denied", "Nej"), ("unknown", "Okänt")],
                        default="unknown",
                        max_length=8,
                    ),
                ),
                ("has_open_case", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("anonymised_at", models.DateTimeField(null=True)),
                ("kept_until", models.DateField(null=True)),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="crm.customer"
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
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="customer_search"),
                    models.Index(fields=["name", "id"], name="customer_by_name"),
                    models.Index(fields=["lifecycle", "name", "id"], name="customer_by_lifecycle"),
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True), fields=["phone"], name="customer_by_phone"
                    ),
                    models.Index(
                        condition=models.Q(("email", ""), _negated=True), fields=["email"], name="customer_by_email"
                    ),
                    models.Index(
                        condition=models.Q(("personal_number_hash", ""), _negated=True),
                        fields=["personal_number_hash"],
                        name="customer_by_pnr",
                    ),
                    models.Index(
                        condition=models.Q(("organisation_number", ""), _negated=True),
                        fields=["organisation_number"],
                        name="customer_by_orgnr",
                    ),
                    models.Index(fields=["-created_at", "-id"], name="customer_newest"),
                    models.Index(
                        models.OrderBy(
                            django.db.models.functions.comparison.Coalesce(
                                "last_business_on", models.Value(dt.date(1900, 1, 1))
                            ),
                            descending=True,
                        ),
                        models.OrderBy(models.F("id"), descending=True),
                        name="customer_by_business",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "private"), _negated=True),
                        fields=["kind", "name", "id"],
                        name="customer_by_kind",
                    ),
                    models.Index(
                        condition=models.Q(("owner", None), _negated=True),
                        fields=["owner", "name", "id"],
                        name="customer_by_owner",
                    ),
                    models.Index(fields=["marketing", "name", "id"], name="customer_by_consent"),
                    models.Index(
                        django.db.models.functions.text.Upper("city"),
                        models.F("name"),
                        models.F("id"),
                        name="customer_by_city",
                    ),
                    models.Index(fields=["postal_code"], name="customer_by_code", opclasses=["varchar_pattern_ops"]),
                    models.Index(
                        condition=models.Q(("has_open_case", True)), fields=["name", "id"], name="customer_with_case"
                    ),
                    models.Index(
                        condition=models.Q(("is_protected", True)), fields=["name", "id"], name="customer_protected"
                    ),
                    models.Index(
                        condition=models.Q(("lifecycle", "active")), fields=["last_business_on"], name="customer_to_age"
                    ),
                    models.Index(
                        condition=models.Q(("kept_until", None), _negated=True),
                        fields=["kept_until"],
                        name="customer_to_forget",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="customer_tags"),
                    django.contrib.postgres.indexes.GinIndex(fields=["flags"], name="customer_flags"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("role", models.CharField(blank=True, max_length=60, verbose_name="roll")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="crm.customer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConversionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "milestone",
                    models.CharField(
                        choices=[("qualified", "Kvalificerad"), ("signed", "Signerad"), ("paid", "Betald")],
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("action_id", models.CharField(max_length=20, verbose_name="konverteringsåtgärdens id")),
                ("action_name", models.CharField(max_length=100, verbose_name="konverteringsåtgärdens namn")),
                (
                    "value_kind",
                    models.CharField(
                        choices=[
                            ("fixed", "Fast belopp"),
                            ("offer", "Offertens värde"),
                            ("contract", "Avtalets värde"),
                            ("margin", "Marginalen"),
                        ],
                        default="fixed",
                        max_length=10,
                        verbose_name="värde",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="belopp, kronor"
                    ),
                ),
                ("margin_percent", models.PositiveSmallIntegerField(default=0, verbose_name="marginal i procent")),
                ("settle_hours", models.PositiveSmallIntegerField(default=24, verbose_name="vänta (timmar)")),
                ("is_active", models.BooleanField(default=True, verbose_name="på")),
                ("active_since", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("milestone", "action_id"), name="conversionrule_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("value_kind", "fixed"), _negated=True), ("amount__isnull", False), _connector="OR"
                        ),
                        name="conversionrule_fixed_has_sum",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversionRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "milestone",
                    models.CharField(
                        choices=[("qualified", "Kvalificerad"), ("signed", "Signerad"), ("paid", "Betald")],
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("action_id", models.CharField(max_length=20, verbose_name="konverteringsåtgärdens id")),
                ("action_name", models.CharField(max_length=100, verbose_name="konverteringsåtgärdens namn")),
                (
                    "value_kind",
                    models.CharField(
                        choices=[
                            ("fixed", "Fast belopp"),
                            ("offer", "Offertens värde"),
                            ("contract", "Avtalets värde"),
                            ("margin", "Marginalen"),
                        ],
                        default="fixed",
                        max_length=10,
                        verbose_name="värde",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="belopp, kronor"
                    ),
                ),
                ("margin_percent", models.PositiveSmallIntegerField(default=0, verbose_name="marginal i procent")),
                ("settle_hours", models.PositiveSmallIntegerField(default=24, verbose_name="vänta (timmar)")),
                ("is_active", models.BooleanField(default=True, verbose_name="på")),
                ("active_since", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
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
                        to="crm.conversionrule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConversionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("since", models.DateTimeField(null=True)),
                ("is_retry", models.BooleanField(default=False)),
                ("looked_to", models.BigIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("problem", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-started_at", "-id"], name="conversionrun_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("finished_at",),
                        name="conversionrun_one_open",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=12, verbose_name="kundnummer")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("private", "Privatperson"),
                            ("company", "Företag"),
                            ("housing", "Bostadsrättsförening"),
                        ],
                        default="private",
                        max_length=10,
                        verbose_name="typ",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "organisation_number",
                    models.CharField(blank=True, max_length=11, verbose_name="organisationsnummer"),
                ),
                ("personal_number", models.CharField(blank=True, max_length=300, verbose_name="personnummer")),
                ("personal_number_hash", models.CharField(blank=True, max_length=64)),
                ("personal_number_masked", models.CharField(blank=True, max_length=16)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telefon")),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
                (
                    "lifecycle",
                    models.CharField(
                        choices=[
                            ("potential", "Potentiell kund"),
                            ("active", "Aktiv kund"),
                            ("inactive", "Inaktiv kund"),
                        ],
                        default="potential",
                        max_length=10,
                    ),
                ),
                ("last_business_on", models.DateField(null=True)),
                ("is_protected", models.BooleanField(default=False, verbose_name="skyddade personuppgifter")),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("no_calls", "Ring inte"),
                                ("prepay", "Förskott"),
                                ("dispute", "Tvist"),
                                ("estate", "Dödsbo"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="etiketter",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("anonymised_at", models.DateTimeField(null=True)),
                ("kept_until", models.DateField(null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.customer",
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
                        related_name="events",
                        to="crm.customer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Property",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("current", "Nuvarande"),
                            ("next", "Ny bostad"),
                            ("former", "Tidigare"),
                            ("holiday", "Fritidshus"),
                            ("relative", "Förälders bostad"),
                            ("workplace", "Lokal"),
                        ],
                        default="current",
                        max_length=10,
                        verbose_name="ändamål",
                    ),
                ),
                ("address", models.CharField(max_length=160, verbose_name="adress")),
                ("apartment", models.CharField(blank=True, max_length=20, verbose_name="lägenhetsnummer")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("area", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="boyta (m²)")),
                (
                    "rooms",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="rum"),
                ),
                ("floor", models.SmallIntegerField(blank=True, null=True, verbose_name="våning")),
                ("lift", models.CharField(blank=True, max_length=40, verbose_name="hiss")),
                ("door_code", models.CharField(blank=True, max_length=300, verbose_name="portkod")),
                ("parking", models.CharField(blank=True, max_length=120, verbose_name="parkering")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("once", "En gång"),
                            ("weekly", "Varje vecka"),
                            ("biweekly", "Varannan vecka"),
                            ("monthly", "Var fjärde vecka"),
                        ],
                        default="once",
                        max_length=10,
                        verbose_name="hur ofta",
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="särskilda villkor")),
                ("from_on", models.DateField(blank=True, null=True, verbose_name="från")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="till")),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="properties", to="crm.customer"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["postal_code", "address"], name="property_by_address")],
            },
        ),
        migrations.CreateModel(
            name="LeadSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own_form", "Perforias formulär"),
                            ("generic", "Eget formulär"),
                            ("google", "Google Ads leadformulär"),
                            ("typeform", "Typeform"),
                            ("gravity", "Gravity Forms"),
                            ("webflow", "Webflow"),
                            ("elementor", "Elementor"),
                            ("manual", "Inlagd för hand"),
                            ("import", "Import"),
                        ],
                        max_length=12,
                        verbose_name="typ",
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="nyckel")),
                ("secret", models.CharField(blank=True, max_length=300)),
                ("is_signed", models.BooleanField(default=False, verbose_name="kräver signatur")),
                (
                    "origins",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="webbplatser",
                    ),
                ),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="fält")),
                ("saves_per_field", models.BooleanField(default=False, verbose_name="spara fält för fält")),
                ("assumes_ad_consent", models.BooleanField(default=False, verbose_name="samtycke till annonsmätning")),
                (
                    "notice_version",
                    models.CharField(default="2026-11", max_length=20, verbose_name="informationstextens version"),
                ),
                (
                    "purge_after_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="gallra påbörjade efter (dagar)"),
                ),
                (
                    "silent_after_hours",
                    models.PositiveIntegerField(default=72, verbose_name="varna efter tystnad (timmar)"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                ("last_received_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=200)),
                ("last_error_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission_id", models.CharField(blank=True, max_length=80)),
                ("seq", models.BigIntegerField(default=0)),
                ("field_seqs", models.JSONField(default=dict)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("started", "Påbörjad"),
                            ("new", "Ny"),
                            ("contacted", "Kontaktad"),
                            ("qualified", "Kvalificerad"),
                            ("contract_sent", "Avtal skickat"),
                            ("won", "Vunnen"),
                            ("lost", "Förlorad"),
                        ],
                        default="new",
                        max_length=14,
                        verbose_name="status",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="namn")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=14),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="tjänster",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("to_address", models.CharField(blank=True, max_length=160, verbose_name="till adress")),
                ("to_postal_code", models.CharField(blank=True, max_length=6, verbose_name="till postnummer")),
                ("to_city", models.CharField(blank=True, max_length=60, verbose_name="till ort")),
                ("wanted_on", models.DateField(blank=True, null=True, verbose_name="önskat datum")),
                ("message", models.TextField(blank=True, verbose_name="meddelande")),
                ("details", models.JSONField(default=dict)),
                ("extra", models.JSONField(default=dict)),
                ("attribution", models.JSONField(default=dict)),
                ("clicked_at", models.DateTimeField(null=True)),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=0, max_digits=10, null=True, verbose_name="värde"),
                ),
                ("next_step", models.CharField(blank=True, max_length=120, verbose_name="nästa steg")),
                ("next_step_at", models.DateTimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(null=True)),
                ("first_contact_at", models.DateTimeField(null=True)),
                ("qualified_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "lost_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spam", "Skräp"),
                            ("wrong_number", "Fel nummer"),
                            ("outside_area", "Utanför körområdet"),
                            ("not_offered", "Tjänst vi inte utför"),
                            ("job_seeker", "Söker jobb eller säljer något"),
                            ("duplicate", "Dubblett"),
                            ("date", "Datumet går inte"),
                            ("price", "Priset"),
                            ("competitor", "Valde någon annan"),
                            ("no_contact", "Fick inte kontakt"),
                            ("changed_mind", "Behöver inte längre"),
                        ],
                        max_length=14,
                    ),
                ),
                ("lost_note", models.CharField(blank=True, max_length=200)),
                ("archived_at", models.DateTimeField(null=True)),
                ("is_test", models.BooleanField(default=False)),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="crm.customer"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="crm.lead"
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
                    "qualified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="crm.leadsource"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crm.property"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="lead_search"),
                    models.Index(
                        condition=models.Q(("archived_at", None), ("merged_into", None)),
                        fields=["-received_at", "-id"],
                        name="lead_newest",
                    ),
                    models.Index(
                        condition=models.Q(("archived_at", None), ("merged_into", None)),
                        fields=["status", "-received_at", "-id"],
                        name="lead_by_status",
                    ),
                    models.Index(
                        condition=models.Q(("archived_at", None), ("merged_into", None)),
                        fields=["owner", "-received_at", "-id"],
                        name="lead_by_owner",
                    ),
                    models.Index(
                        condition=models.Q(("archived_at", None), ("merged_into", None)),
                        fields=["source", "-received_at", "-id"],
                        name="lead_by_source",
                    ),
                    models.Index(
                        condition=models.Q(("next_step_at", None), _negated=True),
                        fields=["next_step_at", "id"],
                        name="lead_next_step",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("archived_at", None),
                            ("merged_into", None),
                            ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                        ),
                        fields=["-received_at", "-id"],
                        include=("status", "value"),
                        name="lead_open_newest",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("archived_at", None),
                            ("merged_into", None),
                            ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                        ),
                        fields=["owner", "-received_at", "-id"],
                        name="lead_open_owner",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("archived_at", None),
                            ("merged_into", None),
                            ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                        ),
                        fields=["name", "id"],
                        name="lead_open_name",
                    ),
                    models.Index(
                        models.OrderBy(
                            django.db.models.functions.comparison.Coalesce(
                                "next_step_at",
                                models.Value(dt.datetime(9999, 1, 1, 0, 0, tzinfo=dt.UTC)),
                            )
                        ),
                        models.F("id"),
                        condition=models.Q(
                            ("archived_at", None),
                            ("merged_into", None),
                            ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                        ),
                        name="lead_open_step",
                    ),
                    models.Index(
                        models.OrderBy(
                            django.db.models.functions.comparison.Coalesce(
                                "value",
                                models.Value(0),
                                output_field=models.DecimalField(decimal_places=0, max_digits=10),
                            ),
                            descending=True,
                        ),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(
                            ("archived_at", None),
                            ("merged_into", None),
                            ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                        ),
                        name="lead_open_value",
                    ),
                    models.Index(
                        condition=models.Q(("archived_at", None), ("merged_into", None)),
                        fields=["name", "id"],
                        name="lead_by_name",
                    ),
                    models.Index(
                        models.OrderBy(
                            django.db.models.functions.comparison.Coalesce(
                                "value",
                                models.Value(0),
                                output_field=models.DecimalField(decimal_places=0, max_digits=10),
                            ),
                            descending=True,
                        ),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("archived_at", None), ("merged_into", None)),
                        name="lead_by_value",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("archived_at", None),
                            ("merged_into", None),
                            ("first_contact_at", None),
                            ("status__in", ["new", "started"]),
                        ),
                        fields=["received_at", "id"],
                        name="lead_to_call",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("archived_at", None), ("merged_into", None), models.Q(("closed_at", None), _negated=True)
                        ),
                        fields=["status", "-closed_at", "-id"],
                        name="lead_closed",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("archived_at", None),
                            ("merged_into", None),
                            ("status__in", ["contacted", "contract_sent", "new", "qualified", "started"]),
                            ("next_step_at", None),
                            models.Q(
                                ("first_contact_at__isnull", False),
                                ("status__in", ["contacted", "contract_sent", "qualified"]),
                                _connector="OR",
                            ),
                        ),
                        fields=["-received_at", "-id"],
                        name="lead_without_step",
                    ),
                    models.Index(
                        condition=models.Q(("archived_at", None), _negated=True),
                        fields=["-archived_at", "-id"],
                        name="lead_archived",
                    ),
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True), fields=["phone"], name="lead_by_phone"
                    ),
                    models.Index(
                        condition=models.Q(("email", ""), _negated=True), fields=["email"], name="lead_by_email"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("submission_id", ""), _negated=True),
                        fields=("source", "submission_id"),
                        name="lead_submission_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "lost"), _negated=True),
                            models.Q(("lost_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="lead_lost_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["qualified", "contract_sent", "won"]), _negated=True),
                            ("qualified_at__isnull", False),
                            _connector="OR",
                        ),
                        name="lead_qualified_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200, verbose_name="vad")),
                ("due_at", models.DateTimeField(verbose_name="när")),
                (
                    "repeat",
                    models.CharField(
                        choices=[
                            ("never", "Upprepas inte"),
                            ("daily", "Varje dag"),
                            ("workdays", "Varje vardag"),
                            ("weekly", "Varje vecka"),
                            ("biweekly", "Varannan vecka"),
                            ("monthly", "Varje månad"),
                            ("yearly", "Varje år"),
                        ],
                        default="never",
                        max_length=10,
                        verbose_name="upprepas",
                    ),
                ),
                ("series_at", models.DateTimeField(null=True)),
                ("is_next_step", models.BooleanField(default=False)),
                ("subject", models.CharField(blank=True, choices=[("case", "RUT-ärende")], max_length=8)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("subject_label", models.CharField(blank=True, max_length=40)),
                ("changed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="crm.customer",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="crm.followup",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vem",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="crm.lead",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["owner", "due_at", "id"],
                        name="followup_of_owner",
                    ),
                    models.Index(condition=models.Q(("done_at", None)), fields=["due_at", "id"], name="followup_due"),
                    models.Index(
                        condition=models.Q(("done_at", None), ("reminded_at", None)),
                        fields=["due_at", "id"],
                        name="followup_unsaid",
                    ),
                    models.Index(
                        condition=models.Q(("subject", ""), _negated=True),
                        fields=["subject", "subject_id"],
                        name="followup_subject",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None), _negated=True),
                        fields=["owner", "-done_at", "-id"],
                        name="followup_done_of_owner",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None), _negated=True),
                        fields=["-done_at", "-id"],
                        name="followup_done",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), ("subject_id", None)),
                            models.Q(models.Q(("subject", ""), _negated=True), ("subject_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="followup_subject_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("submission_id", models.CharField(blank=True, max_length=80)),
                ("seq", models.BigIntegerField(default=0)),
                ("field_seqs", models.JSONField(default=dict)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("steps", models.PositiveSmallIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("started", "Påbörjad"),
                            ("new", "Ny"),
                            ("contacted", "Kontaktad"),
                            ("qualified", "Kvalificerad"),
                            ("contract_sent", "Avtal skickat"),
                            ("won", "Vunnen"),
                            ("lost", "Förlorad"),
                        ],
                        default="new",
                        max_length=14,
                        verbose_name="status",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="namn")),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-post")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=14),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="tjänster",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("to_address", models.CharField(blank=True, max_length=160, verbose_name="till adress")),
                ("to_postal_code", models.CharField(blank=True, max_length=6, verbose_name="till postnummer")),
                ("to_city", models.CharField(blank=True, max_length=60, verbose_name="till ort")),
                ("wanted_on", models.DateField(blank=True, null=True, verbose_name="önskat datum")),
                ("message", models.TextField(blank=True, verbose_name="meddelande")),
                ("details", models.JSONField(default=dict)),
                ("extra", models.JSONField(default=dict)),
                ("attribution", models.JSONField(default=dict)),
                ("clicked_at", models.DateTimeField(null=True)),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=0, max_digits=10, null=True, verbose_name="värde"),
                ),
                ("next_step", models.CharField(blank=True, max_length=120, verbose_name="nästa steg")),
                ("next_step_at", models.DateTimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(null=True)),
                ("first_contact_at", models.DateTimeField(null=True)),
                ("qualified_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "lost_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spam", "Skräp"),
                            ("wrong_number", "Fel nummer"),
                            ("outside_area", "Utanför körområdet"),
                            ("not_offered", "Tjänst vi inte utför"),
                            ("job_seeker", "Söker jobb eller säljer något"),
                            ("duplicate", "Dubblett"),
                            ("date", "Datumet går inte"),
                            ("price", "Priset"),
                            ("competitor", "Valde någon annan"),
                            ("no_contact", "Fick inte kontakt"),
                            ("changed_mind", "Behöver inte längre"),
                        ],
                        max_length=14,
                    ),
                ),
                ("lost_note", models.CharField(blank=True, max_length=200)),
                ("archived_at", models.DateTimeField(null=True)),
                ("is_test", models.BooleanField(default=False)),
                (
                    "customer",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.customer",
                    ),
                ),
                (
                    "merged_into",
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
                        related_name="events",
                        to="crm.lead",
                    ),
                ),
                (
                    "qualified_by",
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
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.leadsource",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="crm.property",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LeadFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offered", "Offert"),
                            ("signed", "Avtal"),
                            ("invoiced", "Faktura"),
                            ("paid", "Betalning"),
                            ("margin", "Marginal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, null=True, verbose_name="belopp utan moms, kronor"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "lead",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="crm.lead"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["lead", "kind"], name="leadfact_of_lead")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="leadfact_once")],
            },
        ),
        migrations.CreateModel(
            name="LeadMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old",
                    models.CharField(
                        choices=[
                            ("started", "Påbörjad"),
                            ("new", "Ny"),
                            ("contacted", "Kontaktad"),
                            ("qualified", "Kvalificerad"),
                            ("contract_sent", "Avtal skickat"),
                            ("won", "Vunnen"),
                            ("lost", "Förlorad"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("started", "Påbörjad"),
                            ("new", "Ny"),
                            ("contacted", "Kontaktad"),
                            ("qualified", "Kvalificerad"),
                            ("contract_sent", "Avtal skickat"),
                            ("won", "Vunnen"),
                            ("lost", "Förlorad"),
                        ],
                        max_length=14,
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
                    "lead",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="crm.lead"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["lead", "at", "id"], name="leadmove_of_lead")],
            },
        ),
        migrations.CreateModel(
            name="LeadSubmission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(blank=True, max_length=120)),
                ("submission_id", models.CharField(blank=True, max_length=80)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "Blev lead"),
                            ("repeated", "Upprepad"),
                            ("quarantined", "I karantän"),
                            ("released", "Släppt ur karantän"),
                            ("discarded", "Skräp"),
                            ("refused", "Gick inte att läsa"),
                        ],
                        max_length=12,
                    ),
                ),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("body", models.TextField(blank=True)),
                ("address_hash", models.CharField(blank=True, max_length=64)),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("score", models.PositiveSmallIntegerField(default=0)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("handled_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=200)),
                (
                    "handled_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="submissions",
                        to="crm.lead",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="crm.leadsource"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["source", "-received_at", "-id"], name="leadsubmission_newest"),
                    models.Index(
                        condition=models.Q(("state", "quarantined")),
                        fields=["-received_at", "-id"],
                        name="leadsubmission_quarantine",
                    ),
                    models.Index(
                        condition=models.Q(("lead", None), _negated=True),
                        fields=["lead"],
                        name="leadsubmission_of_lead",
                    ),
                    models.Index(
                        condition=models.Q(("state", "quarantined")),
                        fields=["source", "submission_id"],
                        name="leadsubmission_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("external_id", ""), _negated=True),
                        fields=("source", "external_id"),
                        name="leadsubmission_external_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=[("mail", "E-post"), ("sms", "Sms")], max_length=4)),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="ämne")),
                ("body", models.TextField(verbose_name="text")),
                ("is_marketing", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="mailing_newest"),
                    models.Index(condition=models.Q(("finished_at", None)), fields=["id"], name="mailing_unfinished"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailingRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=254)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("body", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar"),
                            ("queued", "Lämnad till utskick"),
                            ("sent", "Skickat"),
                            ("failed", "Misslyckades"),
                            ("skipped", "Hoppades över"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("message_id", models.BigIntegerField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="crm.customer"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="crm.lead"
                    ),
                ),
                (
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recipients", to="crm.mailing"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["mailing", "id"],
                        name="mailingrecipient_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "skipped"), _negated=True),
                        fields=("mailing", "address"),
                        name="mailingrecipient_sent_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(max_length=10)),
                ("kept_id", models.BigIntegerField()),
                ("gone_id", models.BigIntegerField()),
                ("moved", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="namn")),
                (
                    "channel",
                    models.CharField(choices=[("mail", "E-post"), ("sms", "Sms")], max_length=4, verbose_name="kanal"),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="ämne")),
                ("body", models.TextField(verbose_name="text")),
                ("is_marketing", models.BooleanField(default=False, verbose_name="reklam")),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RutPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("personal_number", models.CharField(max_length=300, verbose_name="personnummer")),
                ("personal_number_hash", models.CharField(max_length=64)),
                ("personal_number_masked", models.CharField(max_length=16)),
                ("share", models.PositiveSmallIntegerField(default=100, verbose_name="andel (%)")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rut_people", to="crm.customer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "personal_number_hash"), name="rutperson_once"),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 1), ("share__lte", 100)), name="rutperson_share"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(choices=[("leads", "Leads"), ("customers", "Kunder")], max_length=10)),
                ("name", models.CharField(max_length=60, verbose_name="namn")),
                ("query", models.CharField(blank=True, max_length=1000)),
                (
                    "visibility",
                    models.CharField(
                        choices=[("private", "Bara jag"), ("shared", "Alla")],
                        default="private",
                        max_length=8,
                        verbose_name="vem ser den",
                    ),
                ),
                ("is_pinned", models.BooleanField(default=True, verbose_name="fäst som flik")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "target", "name"), name="savedview_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                            ("offer", "Offert"),
                            ("contract", "Avtal"),
                            ("system", "Perforia"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "Från kunden"), ("out", "Till kunden"), ("none", "Internt")],
                        default="none",
                        max_length=4,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Svarade"),
                            ("no_answer", "Svarade inte"),
                            ("voicemail", "Telefonsvarare"),
                            ("wrong", "Fel nummer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("message_id", models.BigIntegerField(null=True)),
                ("source_id", models.BigIntegerField(null=True)),
                ("source_label", models.CharField(blank=True, max_length=40)),
                ("key", models.CharField(blank=True, max_length=80)),
                ("changed_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
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
                    "removed_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="crm.customer",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="activities", to="crm.lead"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lead", "-at", "-id"], name="activity_of_lead"),
                    models.Index(fields=["customer", "-at", "-id"], name="activity_of_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lead__isnull", False), ("customer__isnull", False), _connector="OR"),
                        name="activity_is_about_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True), fields=("key",), name="activity_key_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "kind",
                    models.CharField(
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
                            ("offer", "Offert"),
                            ("contract", "Avtal"),
                            ("system", "Perforia"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "Från kunden"), ("out", "Till kunden"), ("none", "Internt")],
                        default="none",
                        max_length=4,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Svarade"),
                            ("no_answer", "Svarade inte"),
                            ("voicemail", "Telefonsvarare"),
                            ("wrong", "Fel nummer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
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
                        to="crm.activity",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AdAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_active", models.BooleanField(default=True, verbose_name="rapportera till Google Ads")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("data_manager", "Data Manager API"),
                            ("google_ads", "Google Ads API"),
                            ("file", "Fil som du importerar själv"),
                        ],
                        default="data_manager",
                        max_length=12,
                        verbose_name="väg",
                    ),
                ),
                ("customer_id", models.CharField(max_length=10, verbose_name="kundnummer")),
                ("login_customer_id", models.CharField(blank=True, max_length=10, verbose_name="förvaltarkonto")),
                ("sends_contact", models.BooleanField(default=False)),
                ("needs_click", models.BooleanField(default=True)),
                ("may_retract", models.BooleanField(default=False)),
                ("key", models.TextField(blank=True)),
                ("key_email", models.CharField(blank=True, max_length=200)),
                ("paused_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("test_asked_at", models.DateTimeField(null=True)),
                ("tested_at", models.DateTimeField(null=True)),
                ("test_problem", models.CharField(blank=True, max_length=80)),
                ("test_detail", models.CharField(blank=True, max_length=300)),
                ("facts", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField()),
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="integrations.connection"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(choices=[("leads", "Leads"), ("customers", "Kunder")], max_length=10)),
                ("act", models.CharField(max_length=20)),
                ("label", models.CharField(max_length=120)),
                ("before", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ad_storage", "Annonslagring"),
                            ("analytics_storage", "Statistik"),
                            ("ad_user_data", "Uppgifter till Google Ads"),
                            ("ad_personalization", "Anpassade annonser"),
                            ("marketing", "Utskick"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("granted", "Ja"), ("denied", "Nej"), ("unknown", "Okänt")], max_length=8
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=60)),
                ("text_version", models.CharField(blank=True, max_length=40)),
                ("page", models.CharField(blank=True, max_length=300)),
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
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="crm.customer",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="crm.lead"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lead", "kind", "-at", "-id"], name="consent_of_lead"),
                    models.Index(fields=["customer", "kind", "-at", "-id"], name="consent_of_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lead__isnull", False), ("customer__isnull", False), _connector="OR"),
                        name="consent_is_somebodys",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target", models.CharField(choices=[("leads", "Leads"), ("customers", "Kunder")], max_length=10)),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("storage_key", models.CharField(max_length=200)),
                ("columns", models.JSONField(default=list)),
                ("mapping", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Kolumner väljs"),
                            ("checking", "Kontrolleras"),
                            ("checked", "Kontrollerad"),
                            ("importing", "Importeras"),
                            ("done", "Importerad"),
                            ("undone", "Ångrad"),
                            ("failed", "Misslyckades"),
                        ],
                        default="mapping",
                        max_length=10,
                    ),
                ),
                ("rows_total", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["checking", "importing"])),
                        fields=["claimed_at"],
                        name="contactimport_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "Ny"),
                            ("changed", "Ändras"),
                            ("unchanged", "Oförändrad"),
                            ("duplicate", "Dubblett"),
                            ("error", "Fel"),
                        ],
                        max_length=10,
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("errors", models.JSONField(default=list)),
                ("before", models.JSONField(default=dict)),
                ("object_id", models.BigIntegerField(null=True)),
                ("is_new", models.BooleanField(null=True)),
                (
                    "contact_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="crm.contactimport"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contact_import", "number"), name="contactimportrow_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("data_manager", "Data Manager API"),
                            ("google_ads", "Google Ads API"),
                            ("file", "Fil som du importerar själv"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("report", "Rapport"), ("restate", "Nytt värde"), ("retract", "Återtagande")],
                        max_length=8,
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=200)),
                ("payload_sha256", models.CharField(blank=True, max_length=64)),
                ("row_count", models.PositiveIntegerField()),
                ("warnings", models.JSONField(default=list)),
                ("sent_at", models.DateTimeField()),
                ("poll_at", models.DateTimeField(null=True)),
                ("polls", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
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
                        condition=models.Q(("done_at", None)), fields=["poll_at", "id"], name="conversionrequest_open"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "milestone",
                    models.CharField(
                        choices=[("qualified", "Kvalificerad"), ("signed", "Signerad"), ("paid", "Betald")],
                        max_length=10,
                    ),
                ),
                ("action_id", models.CharField(max_length=20)),
                ("rule_version", models.PositiveIntegerField(default=1)),
                ("transaction_id", models.CharField(max_length=64, unique=True)),
                (
                    "act",
                    models.CharField(
                        choices=[("report", "Rapport"), ("restate", "Nytt värde"), ("retract", "Återtagande")],
                        default="report",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar"),
                            ("sending", "Skickas"),
                            ("sent", "Skickad"),
                            ("confirmed", "Bekräftad"),
                            ("rejected", "Avvisad"),
                            ("skipped", "Hoppades över"),
                            ("retracted", "Återtagen"),
                            ("unknown", "Obesvarad"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name="värde, kronor"),
                ),
                ("reported_value", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                (
                    "known_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("position", models.PositiveIntegerField(null=True)),
                ("is_alone", models.BooleanField(default=False)),
                ("is_zeroed", models.BooleanField(default=False)),
                ("is_stale", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="crm.conversionrequest",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conversions", to="crm.conversionrule"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="conversions", to="crm.lead"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_try_at", "id"], name="conversion_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["claimed_at"], name="conversion_claimed"
                    ),
                    models.Index(fields=["request", "position"], name="conversion_of_request"),
                    models.Index(fields=["-decided_at", "-id"], name="conversion_newest"),
                    models.Index(fields=["state", "-decided_at", "-id"], name="conversion_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("lead", "action_id", "milestone"), name="conversion_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            ("next_try_at__isnull", False),
                            _connector="OR",
                        ),
                        name="conversion_waiting_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("request__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="conversion_sent_has_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["rejected", "skipped"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conversion_refused_has_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversionrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_conversionruleevent" ("action_id", "action_name", "active_since", "amount", "changed_at", "id", "is_active", "margin_percent", "milestone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settle_hours", "value_kind", "version") VALUES (NEW."action_id", NEW."action_name", NEW."active_since", NEW."amount", NEW."changed_at", NEW."id", NEW."is_active", NEW."margin_percent", NEW."milestone", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."settle_hours", NEW."value_kind", NEW."version"); RETURN NULL;',
                    hash="ec076385c0a436b7d5e1ddc05b94de493dd1fed7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e91be",
                    table="crm_conversionrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversionrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "crm_conversionruleevent" ("action_id", "action_name", "active_since", "amount", "changed_at", "id", "is_active", "margin_percent", "milestone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settle_hours", "value_kind", "version") VALUES (NEW."action_id", NEW."action_name", NEW."active_since", NEW."amount", NEW."changed_at", NEW."id", NEW."is_active", NEW."margin_percent", NEW."milestone", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."settle_hours", NEW."value_kind", NEW."version"); RETURN NULL;',
                    hash="7d61d054b3c2643e01549bf6a8dd2cfd477c7d07",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ed79a",
                    table="crm_conversionrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="conversionrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_conversionruleevent" ("action_id", "action_name", "active_since", "amount", "changed_at", "id", "is_active", "margin_percent", "milestone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "settle_hours", "value_kind", "version") VALUES (OLD."action_id", OLD."action_name", OLD."active_since", OLD."amount", OLD."changed_at", OLD."id", OLD."is_active", OLD."margin_percent", OLD."milestone", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."settle_hours", OLD."value_kind", OLD."version"); RETURN NULL;',
                    hash="a5e3f918008fa0c270bb8e2e3265b26c06d7047b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_40f02",
                    table="crm_conversionrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_customerevent" ("address", "anonymised_at", "changed_at", "city", "created_at", "email", "flags", "id", "is_protected", "kept_until", "kind", "last_business_on", "lifecycle", "merged_into_id", "name", "note", "number", "organisation_number", "owner_id", "personal_number", "personal_number_hash", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "tags") VALUES (NEW."address", NEW."anonymised_at", NEW."changed_at", NEW."city", NEW."created_at", NEW."email", NEW."flags", NEW."id", NEW."is_protected", NEW."kept_until", NEW."kind", NEW."last_business_on", NEW."lifecycle", NEW."merged_into_id", NEW."name", NEW."note", NEW."number", NEW."organisation_number", NEW."owner_id", NEW."personal_number", NEW."personal_number_hash", NEW."personal_number_masked", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."tags"); RETURN NULL;',
                    hash="e6709cdc44217e3ed0a17e77f5bdfce34015f7dc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d8d27",
                    table="crm_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."anonymised_at" IS DISTINCT FROM (NEW."anonymised_at") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."flags" IS DISTINCT FROM (NEW."flags") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_protected" IS DISTINCT FROM (NEW."is_protected") OR OLD."kept_until" IS DISTINCT FROM (NEW."kept_until") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."last_business_on" IS DISTINCT FROM (NEW."last_business_on") OR OLD."lifecycle" IS DISTINCT FROM (NEW."lifecycle") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."organisation_number" IS DISTINCT FROM (NEW."organisation_number") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."personal_number" IS DISTINCT FROM (NEW."personal_number") OR OLD."personal_number_hash" IS DISTINCT FROM (NEW."personal_number_hash") OR OLD."personal_number_masked" IS DISTINCT FROM (NEW."personal_number_masked") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."postal_code" IS DISTINCT FROM (NEW."postal_code") OR OLD."tags" IS DISTINCT FROM (NEW."tags"))',
                    func='INSERT INTO "crm_customerevent" ("address", "anonymised_at", "changed_at", "city", "created_at", "email", "flags", "id", "is_protected", "kept_until", "kind", "last_business_on", "lifecycle", "merged_into_id", "name", "note", "number", "organisation_number", "owner_id", "personal_number", "personal_number_hash", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "tags") VALUES (NEW."address", NEW."anonymised_at", NEW."changed_at", NEW."city", NEW."created_at", NEW."email", NEW."flags", NEW."id", NEW."is_protected", NEW."kept_until", NEW."kind", NEW."last_business_on", NEW."lifecycle", NEW."merged_into_id", NEW."name", NEW."note", NEW."number", NEW."organisation_number", NEW."owner_id", NEW."personal_number", NEW."personal_number_hash", NEW."personal_number_masked", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."tags"); RETURN NULL;',
                    hash="ef5f4edcce72fe031f2528f20e53e292a0bd4653",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2c843",
                    table="crm_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_customerevent" ("address", "anonymised_at", "changed_at", "city", "created_at", "email", "flags", "id", "is_protected", "kept_until", "kind", "last_business_on", "lifecycle", "merged_into_id", "name", "note", "number", "organisation_number", "owner_id", "personal_number", "personal_number_hash", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "tags") VALUES (OLD."address", OLD."anonymised_at", OLD."changed_at", OLD."city", OLD."created_at", OLD."email", OLD."flags", OLD."id", OLD."is_protected", OLD."kept_until", OLD."kind", OLD."last_business_on", OLD."lifecycle", OLD."merged_into_id", OLD."name", OLD."note", OLD."number", OLD."organisation_number", OLD."owner_id", OLD."personal_number", OLD."personal_number_hash", OLD."personal_number_masked", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."tags"); RETURN NULL;',
                    hash="9d737894e20dbef5e86ec8858681a550f75e45bd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_21256",
                    table="crm_customer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."direction" IS DISTINCT FROM (NEW."direction") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."removed_at" IS DISTINCT FROM (NEW."removed_at") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func='INSERT INTO "crm_activityversion" ("at", "direction", "kind", "minutes", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "text", "title") VALUES (OLD."at", OLD."direction", OLD."kind", OLD."minutes", OLD."outcome", _pgh_attach_context(), NOW(), \'before\', OLD."id", OLD."removed_at", OLD."text", OLD."title"); RETURN NULL;',
                    hash="c4cce464a1cb2468e116952e2bdd2de8f3dbcb49",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_909e1",
                    table="crm_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_leadevent" ("address", "archived_at", "attribution", "changed_at", "city", "clicked_at", "closed_at", "completed_at", "customer_id", "details", "email", "extra", "field_seqs", "first_contact_at", "id", "is_test", "lost_note", "lost_reason", "merged_into_id", "message", "name", "next_step", "next_step_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_id", "postal_code", "qualified_at", "qualified_by_id", "received_at", "seq", "services", "source_id", "status", "step", "steps", "submission_id", "to_address", "to_city", "to_postal_code", "value", "wanted_on") VALUES (NEW."address", NEW."archived_at", NEW."attribution", NEW."changed_at", NEW."city", NEW."clicked_at", NEW."closed_at", NEW."completed_at", NEW."customer_id", NEW."details", NEW."email", NEW."extra", NEW."field_seqs", NEW."first_contact_at", NEW."id", NEW."is_test", NEW."lost_note", NEW."lost_reason", NEW."merged_into_id", NEW."message", NEW."name", NEW."next_step", NEW."next_step_at", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."place_id", NEW."postal_code", NEW."qualified_at", NEW."qualified_by_id", NEW."received_at", NEW."seq", NEW."services", NEW."source_id", NEW."status", NEW."step", NEW."steps", NEW."submission_id", NEW."to_address", NEW."to_city", NEW."to_postal_code", NEW."value", NEW."wanted_on"); RETURN NULL;',
                    hash="8bc73ad592843a0eb4b446e6bb02c22186fb546f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d7ebf",
                    table="crm_lead",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."archived_at" IS DISTINCT FROM (NEW."archived_at") OR OLD."attribution" IS DISTINCT FROM (NEW."attribution") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."clicked_at" IS DISTINCT FROM (NEW."clicked_at") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."completed_at" IS DISTINCT FROM (NEW."completed_at") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."details" IS DISTINCT FROM (NEW."details") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."extra" IS DISTINCT FROM (NEW."extra") OR OLD."field_seqs" IS DISTINCT FROM (NEW."field_seqs") OR OLD."first_contact_at" IS DISTINCT FROM (NEW."first_contact_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_test" IS DISTINCT FROM (NEW."is_test") OR OLD."lost_note" IS DISTINCT FROM (NEW."lost_note") OR OLD."lost_reason" IS DISTINCT FROM (NEW."lost_reason") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."next_step" IS DISTINCT FROM (NEW."next_step") OR OLD."next_step_at" IS DISTINCT FROM (NEW."next_step_at") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."postal_code" IS DISTINCT FROM (NEW."postal_code") OR OLD."qualified_at" IS DISTINCT FROM (NEW."qualified_at") OR OLD."qualified_by_id" IS DISTINCT FROM (NEW."qualified_by_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."seq" IS DISTINCT FROM (NEW."seq") OR OLD."services" IS DISTINCT FROM (NEW."services") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."step" IS DISTINCT FROM (NEW."step") OR OLD."steps" IS DISTINCT FROM (NEW."steps") OR OLD."submission_id" IS DISTINCT FROM (NEW."submission_id") OR OLD."to_address" IS DISTINCT FROM (NEW."to_address") OR OLD."to_city" IS DISTINCT FROM (NEW."to_city") OR OLD."to_postal_code" IS DISTINCT FROM (NEW."to_postal_code") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."wanted_on" IS DISTINCT FROM (NEW."wanted_on"))',
                    func='INSERT INTO "crm_leadevent" ("address", "archived_at", "attribution", "changed_at", "city", "clicked_at", "closed_at", "completed_at", "customer_id", "details", "email", "extra", "field_seqs", "first_contact_at", "id", "is_test", "lost_note", "lost_reason", "merged_into_id", "message", "name", "next_step", "next_step_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_id", "postal_code", "qualified_at", "qualified_by_id", "received_at", "seq", "services", "source_id", "status", "step", "steps", "submission_id", "to_address", "to_city", "to_postal_code", "value", "wanted_on") VALUES (NEW."address", NEW."archived_at", NEW."attribution", NEW."changed_at", NEW."city", NEW."clicked_at", NEW."closed_at", NEW."completed_at", NEW."customer_id", NEW."details", NEW."email", NEW."extra", NEW."field_seqs", NEW."first_contact_at", NEW."id", NEW."is_test", NEW."lost_note", NEW."lost_reason", NEW."merged_into_id", NEW."message", NEW."name", NEW."next_step", NEW."next_step_at", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."place_id", NEW."postal_code", NEW."qualified_at", NEW."qualified_by_id", NEW."received_at", NEW."seq", NEW."services", NEW."source_id", NEW."status", NEW."step", NEW."steps", NEW."submission_id", NEW."to_address", NEW."to_city", NEW."to_postal_code", NEW."value", NEW."wanted_on"); RETURN NULL;',
                    hash="a81954d64f0913c65ef61104d5a7432604893a74",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9bca5",
                    table="crm_lead",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "crm_leadevent" ("address", "archived_at", "attribution", "changed_at", "city", "clicked_at", "closed_at", "completed_at", "customer_id", "details", "email", "extra", "field_seqs", "first_contact_at", "id", "is_test", "lost_note", "lost_reason", "merged_into_id", "message", "name", "next_step", "next_step_at", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "place_id", "postal_code", "qualified_at", "qualified_by_id", "received_at", "seq", "services", "source_id", "status", "step", "steps", "submission_id", "to_address", "to_city", "to_postal_code", "value", "wanted_on") VALUES (OLD."address", OLD."archived_at", OLD."attribution", OLD."changed_at", OLD."city", OLD."clicked_at", OLD."closed_at", OLD."completed_at", OLD."customer_id", OLD."details", OLD."email", OLD."extra", OLD."field_seqs", OLD."first_contact_at", OLD."id", OLD."is_test", OLD."lost_note", OLD."lost_reason", OLD."merged_into_id", OLD."message", OLD."name", OLD."next_step", OLD."next_step_at", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."place_id", OLD."postal_code", OLD."qualified_at", OLD."qualified_by_id", OLD."received_at", OLD."seq", OLD."services", OLD."source_id", OLD."status", OLD."step", OLD."steps", OLD."submission_id", OLD."to_address", OLD."to_city", OLD."to_postal_code", OLD."value", OLD."wanted_on"); RETURN NULL;',
                    hash="fd77ff2c5e17974d6f4e88a9b04c65677f3a8909",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_04a61",
                    table="crm_lead",
                    when="AFTER",
                ),
            ),
        ),
    ]
