import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0003_lead_lists"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="key",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="activity",
            name="removed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="removed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="source_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="source_label",
            field=models.CharField(blank=True, max_length=40),
        ),
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
                    ("system", "Perforia"),
                ],
                max_length=8,
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
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="activity_key_once"
            ),
        ),
        migrations.AddField(
            model_name="activityversion",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="activityversion",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="versions",
                to="crm.activity",
            ),
        ),
    ]
