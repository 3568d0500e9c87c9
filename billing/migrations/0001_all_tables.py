from decimal import Decimal

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("billing", "0001_initial"),
        ("billing", "0002_payments_and_search"),
        ("billing", "0003_add_up_and_index"),
        ("billing", "0004_tell_customers_of_business"),
        ("billing", "0005_invoices_told_to_customers"),
    ]

    initial = True

    dependencies = [
        ("archive", "0001_all_tables"),
        ("base", "__first__"),
        ("crm", "0001_all_tables"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("invoices", "Fakturor"), ("payments", "Betalningar")], max_length=10),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "Välj kolumner"),
                            ("checked", "Provkörd"),
                            ("importing", "Importeras"),
                            ("imported", "Importerad"),
                            ("undone", "Ångrad"),
                        ],
                        default="mapping",
                        max_length=10,
                    ),
                ),
                ("columns", models.JSONField(default=dict)),
                ("row_count", models.PositiveIntegerField(default=0)),
                ("error_count", models.PositiveIntegerField(default=0)),
                ("errors", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("made_count", models.PositiveIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("imported_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="archive.document"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "importing")), fields=["claimed_at"], name="importrun_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="fakturanummer")),
                ("number_key", models.CharField(max_length=30)),
                ("job_reference", models.CharField(blank=True, max_length=40, verbose_name="uppdrag")),
                ("issued_on", models.DateField(verbose_name="fakturadatum")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="förfallodatum")),
                ("work_from", models.DateField(blank=True, null=True, verbose_name="arbetet började")),
                ("work_to", models.DateField(blank=True, null=True, verbose_name="arbetet slutade")),
                ("work_address", models.CharField(blank=True, max_length=200, verbose_name="arbetets adress")),
                ("work_address_to", models.CharField(blank=True, max_length=200, verbose_name="till adress")),
                (
                    "deduction_kind",
                    models.CharField(
                        choices=[("none", "Inget avdrag"), ("rut", "Rutavdrag"), ("rot", "Rotavdrag")],
                        default="rut",
                        max_length=5,
                        verbose_name="avdrag",
                    ),
                ),
                (
                    "service_kind",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("cleaning", "Städning"),
                            ("both", "Flytt och städning"),
                            ("other", "Annat"),
                        ],
                        default="moving",
                        max_length=10,
                        verbose_name="tjänst",
                    ),
                ),
                ("total", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="summa med moms, kronor")),
                (
                    "deduction",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="avdrag, kronor"
                    ),
                ),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="betalt, kronor"
                    ),
                ),
                (
                    "remaining",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("total"), "-", models.F("deduction")
                            ),
                            "-",
                            models.F("paid"),
                        ),
                        output_field=models.DecimalField(decimal_places=2, max_digits=12),
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
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
                    "credits",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_invoices",
                        to="billing.invoice",
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
                    "import_run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.importrun"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number_key"], name="invoice_by_key"),
                    models.Index(fields=["-issued_on", "-id"], name="invoice_newest"),
                    models.Index(fields=["customer", "-issued_on", "-id"], name="invoice_of_customer"),
                    models.Index(
                        condition=models.Q(("remaining__gt", 0)), fields=["-issued_on", "-id"], name="invoice_unpaid"
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="invoice_search"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("work_from", None),
                            ("work_to", None),
                            ("work_to__gte", models.F("work_from")),
                            _connector="OR",
                        ),
                        name="invoice_work_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Buyer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("personal_number", models.CharField(blank=True, max_length=300, verbose_name="personnummer")),
                ("personal_number_hash", models.CharField(blank=True, max_length=64)),
                ("personal_number_masked", models.CharField(blank=True, max_length=16)),
                ("deduction", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="avdrag, kronor")),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="buyers", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("personal_number_hash", ""), _negated=True),
                        fields=["personal_number_hash"],
                        name="buyer_by_pnr",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=30, verbose_name="fakturanummer")),
                ("number_key", models.CharField(max_length=30)),
                ("job_reference", models.CharField(blank=True, max_length=40, verbose_name="uppdrag")),
                ("issued_on", models.DateField(verbose_name="fakturadatum")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="förfallodatum")),
                ("work_from", models.DateField(blank=True, null=True, verbose_name="arbetet började")),
                ("work_to", models.DateField(blank=True, null=True, verbose_name="arbetet slutade")),
                ("work_address", models.CharField(blank=True, max_length=200, verbose_name="arbetets adress")),
                ("work_address_to", models.CharField(blank=True, max_length=200, verbose_name="till adress")),
                (
                    "deduction_kind",
                    models.CharField(
                        choices=[("none", "Inget avdrag"), ("rut", "Rutavdrag"), ("rot", "Rotavdrag")],
                        default="rut",
                        max_length=5,
                        verbose_name="avdrag",
                    ),
                ),
                (
                    "service_kind",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("cleaning", "Städning"),
                            ("both", "Flytt och städning"),
                            ("other", "Annat"),
                        ],
                        default="moving",
                        max_length=10,
                        verbose_name="tjänst",
                    ),
                ),
                ("total", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="summa med moms, kronor")),
                (
                    "deduction",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="avdrag, kronor"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
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
                    "credits",
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
                    "import_run",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.importrun",
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
                        to="billing.invoice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("labour", "Arbete"), ("material", "Material"), ("other", "Övrigt")],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="beskrivning")),
                (
                    "hours",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="timmar"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="belopp med moms, kronor"),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("invoice", "position"), name="invoiceline_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("labour", "Arbete"), ("material", "Material"), ("other", "Övrigt")],
                        max_length=10,
                        verbose_name="slag",
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="beskrivning")),
                (
                    "hours",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="timmar"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="belopp med moms, kronor"),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="billing.invoiceline",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paid_on", models.DateField(verbose_name="betald")),
                ("payer", models.CharField(blank=True, max_length=120, verbose_name="betalare")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="belopp, kronor")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("bankgiro", "Bankgiro"),
                            ("swish", "Swish"),
                            ("card", "Kort"),
                            ("autogiro", "Autogiro"),
                            ("transfer", "Banköverföring"),
                            ("financing", "Kredit eller factoring"),
                            ("cash", "Kontant"),
                        ],
                        max_length=10,
                        verbose_name="sätt",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="referens")),
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
                    "import_run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.importrun"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="billing.invoice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount", 0), _negated=True), name="payment_not_zero")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("paid_on", models.DateField(verbose_name="betald")),
                ("payer", models.CharField(blank=True, max_length=120, verbose_name="betalare")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="belopp, kronor")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("bankgiro", "Bankgiro"),
                            ("swish", "Swish"),
                            ("card", "Kort"),
                            ("autogiro", "Autogiro"),
                            ("transfer", "Banköverföring"),
                            ("financing", "Kredit eller factoring"),
                            ("cash", "Kontant"),
                        ],
                        max_length=10,
                        verbose_name="sätt",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="referens")),
                ("created_at", models.DateTimeField()),
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
                    "import_run",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.importrun",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="billing.payment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BuyerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("personal_number", models.CharField(blank=True, max_length=300, verbose_name="personnummer")),
                ("personal_number_hash", models.CharField(blank=True, max_length=64)),
                ("personal_number_masked", models.CharField(blank=True, max_length=16)),
                ("deduction", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="avdrag, kronor")),
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
                        to="billing.buyer",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="billing.invoice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("invoices", "Fakturor"), ("payments", "Betalningar")], max_length=10),
                ),
                ("header_hash", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "header_hash"), name="importmapping_header_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_invoiceevent" ("changed_at", "created_at", "created_by_id", "credits_id", "customer_id", "deduction", "deduction_kind", "due_on", "id", "import_run_id", "issued_on", "job_reference", "number", "number_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_kind", "total", "work_address", "work_address_to", "work_from", "work_to") VALUES (NEW."changed_at", NEW."created_at", NEW."created_by_id", NEW."credits_id", NEW."customer_id", NEW."deduction", NEW."deduction_kind", NEW."due_on", NEW."id", NEW."import_run_id", NEW."issued_on", NEW."job_reference", NEW."number", NEW."number_key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."service_kind", NEW."total", NEW."work_address", NEW."work_address_to", NEW."work_from", NEW."work_to"); RETURN NULL;',
                    hash="9d64f51d863548bce74d5cc736c6383f1d0be7f6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c624",
                    table="billing_invoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."credits_id" IS DISTINCT FROM (NEW."credits_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."deduction" IS DISTINCT FROM (NEW."deduction") OR OLD."deduction_kind" IS DISTINCT FROM (NEW."deduction_kind") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."import_run_id" IS DISTINCT FROM (NEW."import_run_id") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."job_reference" IS DISTINCT FROM (NEW."job_reference") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."number_key" IS DISTINCT FROM (NEW."number_key") OR OLD."service_kind" IS DISTINCT FROM (NEW."service_kind") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."work_address" IS DISTINCT FROM (NEW."work_address") OR OLD."work_address_to" IS DISTINCT FROM (NEW."work_address_to") OR OLD."work_from" IS DISTINCT FROM (NEW."work_from") OR OLD."work_to" IS DISTINCT FROM (NEW."work_to"))',
                    func='INSERT INTO "billing_invoiceevent" ("changed_at", "created_at", "created_by_id", "credits_id", "customer_id", "deduction", "deduction_kind", "due_on", "id", "import_run_id", "issued_on", "job_reference", "number", "number_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_kind", "total", "work_address", "work_address_to", "work_from", "work_to") VALUES (NEW."changed_at", NEW."created_at", NEW."created_by_id", NEW."credits_id", NEW."customer_id", NEW."deduction", NEW."deduction_kind", NEW."due_on", NEW."id", NEW."import_run_id", NEW."issued_on", NEW."job_reference", NEW."number", NEW."number_key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."service_kind", NEW."total", NEW."work_address", NEW."work_address_to", NEW."work_from", NEW."work_to"); RETURN NULL;',
                    hash="ca702bc20192b76caebd219856a494fa89bf1af6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_28c43",
                    table="billing_invoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_invoiceevent" ("changed_at", "created_at", "created_by_id", "credits_id", "customer_id", "deduction", "deduction_kind", "due_on", "id", "import_run_id", "issued_on", "job_reference", "number", "number_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "service_kind", "total", "work_address", "work_address_to", "work_from", "work_to") VALUES (OLD."changed_at", OLD."created_at", OLD."created_by_id", OLD."credits_id", OLD."customer_id", OLD."deduction", OLD."deduction_kind", OLD."due_on", OLD."id", OLD."import_run_id", OLD."issued_on", OLD."job_reference", OLD."number", OLD."number_key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."service_kind", OLD."total", OLD."work_address", OLD."work_address_to", OLD."work_from", OLD."work_to"); RETURN NULL;',
                    hash="fb430a26b20f01a3598ff188b1748f9256f333a1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6493d",
                    table="billing_invoice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="buyer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_buyerevent" ("deduction", "id", "invoice_id", "name", "personal_number", "personal_number_hash", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."deduction", NEW."id", NEW."invoice_id", NEW."name", NEW."personal_number", NEW."personal_number_hash", NEW."personal_number_masked", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="4bd6c2b5c93725eb4cf959b855f46f19e70cc3a3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3ea24",
                    table="billing_buyer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="buyer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "billing_buyerevent" ("deduction", "id", "invoice_id", "name", "personal_number", "personal_number_hash", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."deduction", NEW."id", NEW."invoice_id", NEW."name", NEW."personal_number", NEW."personal_number_hash", NEW."personal_number_masked", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="66c0c1919c62d9181d4b39c65b5d0cf1647e64d9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_54352",
                    table="billing_buyer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="buyer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_buyerevent" ("deduction", "id", "invoice_id", "name", "personal_number", "personal_number_hash", "personal_number_masked", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."deduction", OLD."id", OLD."invoice_id", OLD."name", OLD."personal_number", OLD."personal_number_hash", OLD."personal_number_masked", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="d255e705dd4c54fe40a11ad323c9bde285e35086",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4cf47",
                    table="billing_buyer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_invoicelineevent" ("amount", "description", "hours", "id", "invoice_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."amount", NEW."description", NEW."hours", NEW."id", NEW."invoice_id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="3609a8dc9e22c6200d89614f720b3435caf4b26c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c429",
                    table="billing_invoiceline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "billing_invoicelineevent" ("amount", "description", "hours", "id", "invoice_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."amount", NEW."description", NEW."hours", NEW."id", NEW."invoice_id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="9618515b10a47f3331019d52866c75fffd13dd51",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c2b22",
                    table="billing_invoiceline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoiceline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_invoicelineevent" ("amount", "description", "hours", "id", "invoice_id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."amount", OLD."description", OLD."hours", OLD."id", OLD."invoice_id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="a44f9232d570c58ebae8eeb12bb272e425c6d91b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7184d",
                    table="billing_invoiceline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_paymentevent" ("amount", "created_at", "created_by_id", "id", "import_run_id", "invoice_id", "method", "paid_on", "payer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (NEW."amount", NEW."created_at", NEW."created_by_id", NEW."id", NEW."import_run_id", NEW."invoice_id", NEW."method", NEW."paid_on", NEW."payer", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference"); RETURN NULL;',
                    hash="f3f6ccafa15b3e8c8f2303cefee70bee6f658152",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_70a39",
                    table="billing_payment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "billing_paymentevent" ("amount", "created_at", "created_by_id", "id", "import_run_id", "invoice_id", "method", "paid_on", "payer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (NEW."amount", NEW."created_at", NEW."created_by_id", NEW."id", NEW."import_run_id", NEW."invoice_id", NEW."method", NEW."paid_on", NEW."payer", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference"); RETURN NULL;',
                    hash="20e801562911ad9acc466a476a68a038ccd2c9a6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5f754",
                    table="billing_payment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "billing_paymentevent" ("amount", "created_at", "created_by_id", "id", "import_run_id", "invoice_id", "method", "paid_on", "payer", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference") VALUES (OLD."amount", OLD."created_at", OLD."created_by_id", OLD."id", OLD."import_run_id", OLD."invoice_id", OLD."method", OLD."paid_on", OLD."payer", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reference"); RETURN NULL;',
                    hash="8967ad976c7133fef513d633be15acf8402a9141",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a41dd",
                    table="billing_payment",
                    when="AFTER",
                ),
            ),
        ),
    ]
