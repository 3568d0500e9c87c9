import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("archive", "0001_initial"),
        ("archive", "0002_pictures"),
        ("archive", "0003_lists_by_key"),
        ("archive", "0004_changes_and_checks"),
        ("archive", "0005_contracts_own_documents"),
    ]

    initial = True

    dependencies = [
        ("base", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoreCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("checked", models.PositiveIntegerField(default=0)),
                ("found", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[("move", "flyttade"), ("kind", "bytte typ på"), ("trash", "kastade")], max_length=8
                    ),
                ),
                ("before", models.JSONField()),
                ("after", models.CharField(blank=True, max_length=40)),
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
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveBigIntegerField()),
                ("content_type", models.CharField(max_length=100)),
                ("storage_key", models.CharField(max_length=200)),
                ("original_name", models.CharField(max_length=255)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "text_state",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar på läsning"),
                            ("reading", "Läses"),
                            ("read", "Läst"),
                            ("empty", "Ingen text"),
                            ("quarantined", "I karantän"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True)),
                ("page_count", models.PositiveIntegerField(null=True)),
                ("quarantine_reason", models.CharField(blank=True, max_length=300)),
                (
                    "preview_state",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar på bild"),
                            ("drawing", "Bilden ritas"),
                            ("drawn", "Har bild"),
                            ("none", "Ingen bild"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("preview_claimed_at", models.DateTimeField(null=True)),
                ("preview_attempts", models.PositiveSmallIntegerField(default=0)),
                ("preview_key", models.CharField(blank=True, max_length=200)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Folder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                ("path", models.CharField(max_length=500)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="archive.folder",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["parent", "path"], name="folder_below")],
                "constraints": [models.UniqueConstraint(fields=("path",), name="folder_path_once")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unknown", "Osorterat"),
                            ("letter", "Brev från Skatteverket"),
                            ("other_authority", "Brev från annan myndighet"),
                            ("invoice", "Faktura"),
                            ("payment_proof", "Betalningsbevis"),
                            ("agreement", "Avtal eller order"),
                            ("time_record", "Tidrapport"),
                            ("work_description", "Arbetsbeskrivning"),
                            ("calculation", "Kalkyl"),
                            ("material_cost", "Material och övriga kostnader"),
                            ("home", "Bostad och adress"),
                            ("customer_statement", "Intyg från kund"),
                            ("staff", "Personal"),
                            ("subcontractor", "Underentreprenör"),
                            ("driving_log", "Körjournal"),
                            ("inventory", "Bohagsförteckning"),
                            ("storage", "Magasinering"),
                            ("f_tax", "F-skatt"),
                            ("accounting", "Bokföring"),
                            ("authorisation", "Fullmakt"),
                            ("photo", "Foto"),
                            ("mail", "E-post"),
                            ("reply", "Svar till Skatteverket"),
                            ("package", "Paket"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="typ",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("trashed_at", models.DateTimeField(null=True)),
                ("retain_until", models.DateField(blank=True, null=True, verbose_name="sparas till")),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "sort_title",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower("title"),
                            models.Value("åäöÅÄÖéèü"),
                            models.Value("{|}{|}eeu"),
                            function="translate",
                        ),
                        output_field=models.CharField(db_collation="C", max_length=200),
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
                    "trashed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "current_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.documentversion",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="archive.folder",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="document_search"),
                    models.Index(
                        condition=models.Q(("trashed_at", None)), fields=["-changed_at", "-id"], name="document_newest"
                    ),
                    models.Index(
                        condition=models.Q(("trashed_at", None)),
                        fields=["folder", "-changed_at", "-id"],
                        name="document_kept_in_folder",
                    ),
                    models.Index(
                        condition=models.Q(("trashed_at", None)),
                        fields=["kind", "-changed_at", "-id"],
                        name="document_kept_of_kind",
                    ),
                    models.Index(
                        condition=models.Q(("trashed_at", None)), fields=["sort_title", "id"], name="document_by_name"
                    ),
                    models.Index(
                        condition=models.Q(("trashed_at", None)),
                        fields=["folder", "sort_title", "id"],
                        name="document_folder_by_name",
                    ),
                    models.Index(fields=["created_by", "-changed_at", "-id"], name="document_by_uploader"),
                    models.Index(
                        condition=models.Q(("trashed_at__isnull", False)),
                        fields=["-trashed_at", "-id"],
                        name="document_in_trash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(choices=[("viewed", "visade"), ("downloaded", "laddade ner")], max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="archive.documentversion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["version", "-at", "-id"], name="accesslog_version")],
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unknown", "Osorterat"),
                            ("letter", "Brev från Skatteverket"),
                            ("other_authority", "Brev från annan myndighet"),
                            ("invoice", "Faktura"),
                            ("payment_proof", "Betalningsbevis"),
                            ("agreement", "Avtal eller order"),
                            ("time_record", "Tidrapport"),
                            ("work_description", "Arbetsbeskrivning"),
                            ("calculation", "Kalkyl"),
                            ("material_cost", "Material och övriga kostnader"),
                            ("home", "Bostad och adress"),
                            ("customer_statement", "Intyg från kund"),
                            ("staff", "Personal"),
                            ("subcontractor", "Underentreprenör"),
                            ("driving_log", "Körjournal"),
                            ("inventory", "Bohagsförteckning"),
                            ("storage", "Magasinering"),
                            ("f_tax", "F-skatt"),
                            ("accounting", "Bokföring"),
                            ("authorisation", "Fullmakt"),
                            ("photo", "Foto"),
                            ("mail", "E-post"),
                            ("reply", "Svar till Skatteverket"),
                            ("package", "Paket"),
                        ],
                        default="unknown",
                        max_length=20,
                        verbose_name="typ",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("trashed_at", models.DateTimeField(null=True)),
                ("retain_until", models.DateField(blank=True, null=True, verbose_name="sparas till")),
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
                        to="archive.document",
                    ),
                ),
                (
                    "trashed_by",
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
                    "current_version",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.documentversion",
                    ),
                ),
                (
                    "folder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="archive.folder",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StoreProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "problem",
                    models.CharField(
                        choices=[
                            ("missing", "Filen saknas i lagret"),
                            ("changed", "Filens innehåll stämmer inte med kontrollsumman"),
                            ("stray", "Filen finns i lagret men inte i databasen"),
                        ],
                        max_length=10,
                    ),
                ),
                ("storage_key", models.CharField(max_length=200)),
                ("found_at", models.DateTimeField()),
                ("mended_at", models.DateTimeField(null=True)),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="archive.documentversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("mended_at", None)),
                        fields=("storage_key", "problem"),
                        name="storeproblem_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                ("object_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=120)),
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="archive.document"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "object_id"], name="documentlink_object")],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "kind", "object_id"), name="documentlink_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="DocumentVersion",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="archive.document"
            ),
        ),
        migrations.AddIndex(
            model_name="DocumentVersion",
            index=models.Index(
                condition=models.Q(("text_state__in", ["waiting", "reading"])),
                fields=["claimed_at"],
                name="documentversion_to_read",
            ),
        ),
        migrations.AddIndex(
            model_name="DocumentVersion",
            index=models.Index(
                condition=models.Q(("preview_state__in", ["waiting", "drawing"])),
                fields=["id"],
                name="documentversion_to_draw",
            ),
        ),
        migrations.AddConstraint(
            model_name="DocumentVersion",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="documentversion_number_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_documentevent" ("changed_at", "created_at", "created_by_id", "current_version_id", "folder_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retain_until", "title", "trashed_at", "trashed_by_id") VALUES (NEW."changed_at", NEW."created_at", NEW."created_by_id", NEW."current_version_id", NEW."folder_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retain_until", NEW."title", NEW."trashed_at", NEW."trashed_by_id"); RETURN NULL;',
                    hash="d7e07c5e40e2523b0647fa27bc4d7dbd993d2cab",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7c16a",
                    table="archive_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."current_version_id" IS DISTINCT FROM (NEW."current_version_id") OR OLD."folder_id" IS DISTINCT FROM (NEW."folder_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."retain_until" IS DISTINCT FROM (NEW."retain_until") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."trashed_at" IS DISTINCT FROM (NEW."trashed_at") OR OLD."trashed_by_id" IS DISTINCT FROM (NEW."trashed_by_id"))',
                    func='INSERT INTO "archive_documentevent" ("changed_at", "created_at", "created_by_id", "current_version_id", "folder_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retain_until", "title", "trashed_at", "trashed_by_id") VALUES (NEW."changed_at", NEW."created_at", NEW."created_by_id", NEW."current_version_id", NEW."folder_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retain_until", NEW."title", NEW."trashed_at", NEW."trashed_by_id"); RETURN NULL;',
                    hash="65238f0d2c0db97f41a88dafe9e91806c18900be",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_67762",
                    table="archive_document",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "archive_documentevent" ("changed_at", "created_at", "created_by_id", "current_version_id", "folder_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retain_until", "title", "trashed_at", "trashed_by_id") VALUES (OLD."changed_at", OLD."created_at", OLD."created_by_id", OLD."current_version_id", OLD."folder_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retain_until", OLD."title", OLD."trashed_at", OLD."trashed_by_id"); RETURN NULL;',
                    hash="4307eca6d8b082b960b4698f49501a2000162d2c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_940d9",
                    table="archive_document",
                    when="AFTER",
                ),
            ),
        ),
    ]
