import datetime as dt
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0001_initial"),
        ("crm", "0015_leads_by_owner_and_status"),
        ("integrations", "0003_connections_exchanges_and_callbacks"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Personal"), ("vehicle", "Fordon"), ("equipment", "Utrustning")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="namn")),
                ("active_from", models.DateField(blank=True, null=True, verbose_name="från")),
                ("active_until", models.DateField(blank=True, null=True, verbose_name="till")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "position", "name", "id"], name="resource_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_from", None),
                            ("active_until", None),
                            ("active_until__gte", models.F("active_from")),
                            _connector="OR",
                        ),
                        name="resource_period_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Personal"), ("vehicle", "Fordon"), ("equipment", "Utrustning")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="namn")),
                ("active_from", models.DateField(blank=True, null=True, verbose_name="från")),
                ("active_until", models.DateField(blank=True, null=True, verbose_name="till")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
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
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("move_cleaning", "Flyttstädning"),
                            ("home_cleaning", "Hemstädning"),
                            ("windows", "Fönsterputs"),
                            ("packing", "Packhjälp"),
                            ("other", "Något annat"),
                        ],
                        default="moving",
                        max_length=20,
                        verbose_name="tjänst",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="vad")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="tid, minuter")),
                ("break_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="varav rast, minuter")),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="personer")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("b", "Körkort B"),
                                ("be", "Körkort BE"),
                                ("c1", "Körkort C1"),
                                ("c", "Körkort C"),
                                ("ce", "Körkort CE"),
                                ("ykb", "Yrkeskompetensbevis (YKB)"),
                                ("heavy", "Tunga lyft"),
                                ("piano", "Piano och flygel"),
                                ("packing", "Packning"),
                                ("move_cleaning", "Flyttstädning"),
                                ("windows", "Fönsterputs"),
                                ("height", "Arbete på höjd"),
                                ("chemicals", "Kemikalier"),
                                ("keys", "Nyckelansvar"),
                                ("lead", "Arbetsledning"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="kompetenser",
                    ),
                ),
                (
                    "volume",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="fordon minst, m³"
                    ),
                ),
                (
                    "pricing",
                    models.CharField(
                        choices=[("fixed", "Fast pris"), ("hourly", "Löpande timpris")],
                        default="fixed",
                        max_length=8,
                        verbose_name="prissättning",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="pris, kronor"
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="till laget")),
                ("office_note", models.TextField(blank=True, verbose_name="till kontoret")),
                ("rule", models.CharField(max_length=200, verbose_name="upprepning")),
                ("starts_on", models.DateField(verbose_name="från")),
                ("start_time", models.TimeField(verbose_name="klockan")),
                ("until", models.DateField(blank=True, null=True, verbose_name="till och med")),
                ("is_anytime", models.BooleanField(default=False, verbose_name="valfri tid under dagen")),
                (
                    "holidays",
                    models.CharField(
                        choices=[
                            ("skip", "Hoppas över"),
                            ("next", "Flyttas till nästa vardag"),
                            ("previous", "Flyttas till föregående vardag"),
                            ("keep", "Görs ändå"),
                        ],
                        default="skip",
                        max_length=10,
                        verbose_name="på helgdagar",
                    ),
                ),
                (
                    "checklist",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                ("hours", models.JSONField(default=dict, verbose_name="timmar per arbete")),
                ("horizon_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm.customer",
                        verbose_name="kund",
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
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="scheduling.series",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.offer",
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["horizon_on", "id"], name="series_to_extend"
                    ),
                    models.Index(fields=["customer", "id"], name="series_of_customer"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("starts_on")), _connector="OR"),
                        name="series_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 15), ("minutes__lte", 1440)), name="series_minutes"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeriesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("move_cleaning", "Flyttstädning"),
                            ("home_cleaning", "Hemstädning"),
                            ("windows", "Fönsterputs"),
                            ("packing", "Packhjälp"),
                            ("other", "Något annat"),
                        ],
                        default="moving",
                        max_length=20,
                        verbose_name="tjänst",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="vad")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="tid, minuter")),
                ("break_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="varav rast, minuter")),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="personer")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("b", "Körkort B"),
                                ("be", "Körkort BE"),
                                ("c1", "Körkort C1"),
                                ("c", "Körkort C"),
                                ("ce", "Körkort CE"),
                                ("ykb", "Yrkeskompetensbevis (YKB)"),
                                ("heavy", "Tunga lyft"),
                                ("piano", "Piano och flygel"),
                                ("packing", "Packning"),
                                ("move_cleaning", "Flyttstädning"),
                                ("windows", "Fönsterputs"),
                                ("height", "Arbete på höjd"),
                                ("chemicals", "Kemikalier"),
                                ("keys", "Nyckelansvar"),
                                ("lead", "Arbetsledning"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="kompetenser",
                    ),
                ),
                (
                    "volume",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="fordon minst, m³"
                    ),
                ),
                (
                    "pricing",
                    models.CharField(
                        choices=[("fixed", "Fast pris"), ("hourly", "Löpande timpris")],
                        default="fixed",
                        max_length=8,
                        verbose_name="prissättning",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="pris, kronor"
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="till laget")),
                ("office_note", models.TextField(blank=True, verbose_name="till kontoret")),
                ("rule", models.CharField(max_length=200, verbose_name="upprepning")),
                ("starts_on", models.DateField(verbose_name="från")),
                ("start_time", models.TimeField(verbose_name="klockan")),
                ("until", models.DateField(blank=True, null=True, verbose_name="till och med")),
                ("is_anytime", models.BooleanField(default=False, verbose_name="valfri tid under dagen")),
                (
                    "holidays",
                    models.CharField(
                        choices=[
                            ("skip", "Hoppas över"),
                            ("next", "Flyttas till nästa vardag"),
                            ("previous", "Flyttas till föregående vardag"),
                            ("keep", "Görs ändå"),
                        ],
                        default="skip",
                        max_length=10,
                        verbose_name="på helgdagar",
                    ),
                ),
                (
                    "checklist",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                ("hours", models.JSONField(default=dict, verbose_name="timmar per arbete")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
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
                        blank=True,
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
                    "follows",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.series",
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
                        to="scheduling.series",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SeriesMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Ansvarig"),
                            ("driver", "Förare"),
                            ("member", "Medarbetare"),
                            ("thing", "Fordon eller utrustning"),
                        ],
                        default="member",
                        max_length=6,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scheduling.resource"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="scheduling.series"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("series", "resource"), name="seriesmember_once")],
            },
        ),
        migrations.CreateModel(
            name="SeriesSkip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("occurrence_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="varför")),
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
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skips", to="scheduling.series"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("series", "occurrence_on"), name="seriesskip_once")],
            },
        ),
        migrations.CreateModel(
            name="Employee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("cleaning", "Städ"),
                            ("windows", "Fönsterputs"),
                            ("other", "Övrigt"),
                        ],
                        default="moving",
                        max_length=10,
                        verbose_name="grupp",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("lead", "Arbetsledare"),
                                ("driver", "Förare"),
                                ("mover", "Flyttare"),
                                ("cleaner", "Städare"),
                                ("packer", "Packare"),
                                ("windows", "Fönsterputsare"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                        verbose_name="roller",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sv", "Svenska"),
                                ("en", "Engelska"),
                                ("ar", "Arabiska"),
                                ("pl", "Polska"),
                                ("uk", "Ukrainska"),
                                ("es", "Spanska"),
                                ("fa", "Persiska"),
                                ("so", "Somaliska"),
                                ("ti", "Tigrinja"),
                                ("fi", "Finska"),
                            ],
                            max_length=2,
                        ),
                        default=list,
                        size=None,
                        verbose_name="språk",
                    ),
                ),
                ("language", models.CharField(default="sv", max_length=2, verbose_name="språk i appen")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                (
                    "weekly_hours",
                    models.DecimalField(decimal_places=1, default=40, max_digits=4, verbose_name="timmar i veckan"),
                ),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="employee", to="scheduling.resource"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekly_hours__gte", 0), ("weekly_hours__lte", 60)), name="employee_hours"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffPreference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("preferred", "Helst"), ("blocked", "Inte")], max_length=10)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="varför")),
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
                    "customer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crm.customer"),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to="scheduling.employee",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("customer", "employee"), name="staffpreference_once")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("move_cleaning", "Flyttstädning"),
                            ("home_cleaning", "Hemstädning"),
                            ("windows", "Fönsterputs"),
                            ("packing", "Packhjälp"),
                            ("other", "Något annat"),
                        ],
                        default="moving",
                        max_length=20,
                        verbose_name="tjänst",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="vad")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="tid, minuter")),
                ("break_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="varav rast, minuter")),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="personer")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("b", "Körkort B"),
                                ("be", "Körkort BE"),
                                ("c1", "Körkort C1"),
                                ("c", "Körkort C"),
                                ("ce", "Körkort CE"),
                                ("ykb", "Yrkeskompetensbevis (YKB)"),
                                ("heavy", "Tunga lyft"),
                                ("piano", "Piano och flygel"),
                                ("packing", "Packning"),
                                ("move_cleaning", "Flyttstädning"),
                                ("windows", "Fönsterputs"),
                                ("height", "Arbete på höjd"),
                                ("chemicals", "Kemikalier"),
                                ("keys", "Nyckelansvar"),
                                ("lead", "Arbetsledning"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="kompetenser",
                    ),
                ),
                (
                    "volume",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="fordon minst, m³"
                    ),
                ),
                (
                    "pricing",
                    models.CharField(
                        choices=[("fixed", "Fast pris"), ("hourly", "Löpande timpris")],
                        default="fixed",
                        max_length=8,
                        verbose_name="prissättning",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="pris, kronor"
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="till laget")),
                ("office_note", models.TextField(blank=True, verbose_name="till kontoret")),
                ("occurrence_on", models.DateField(null=True)),
                ("is_detached", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("published", "Publicerad"),
                            ("ongoing", "Pågår"),
                            ("done", "Klar"),
                            ("cancelled", "Avbokad"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("wanted_on", models.DateField(blank=True, null=True, verbose_name="önskad dag")),
                ("is_anytime", models.BooleanField(default=False, verbose_name="valfri tid under dagen")),
                ("window_from", models.DateTimeField(blank=True, null=True, verbose_name="lovat tidigast")),
                ("window_until", models.DateTimeField(blank=True, null=True, verbose_name="lovat senast")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="börjar")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="slutar")),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="varför")),
                (
                    "cancelled_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="crm.customer",
                        verbose_name="kund",
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
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.offer",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="scheduling.series",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("starts_at", None), _negated=True),
                        fields=["starts_at", "id"],
                        name="job_by_start",
                    ),
                    models.Index(
                        condition=models.Q(("starts_at", None)), fields=["wanted_on", "id"], name="job_unplanned"
                    ),
                    models.Index(fields=["customer", "-starts_at", "-id"], name="job_of_customer"),
                    models.Index(
                        condition=models.Q(("contract", None), _negated=True),
                        fields=["contract"],
                        name="job_of_contract",
                    ),
                    models.Index(
                        condition=models.Q(("offer", None), _negated=True), fields=["offer"], name="job_of_offer"
                    ),
                    models.Index(fields=["status", "starts_at", "id"], name="job_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("series", None), _negated=True),
                        fields=("series", "occurrence_on"),
                        name="job_once_per_occurrence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at", None), ("starts_at", None)),
                            models.Q(
                                ("ends_at__gt", models.F("starts_at")),
                                (
                                    "ends_at__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("starts_at"), "+", models.Value(dt.timedelta(days=1))
                                    ),
                                ),
                                ("starts_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="job_times_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("window_from", None),
                            ("window_until", None),
                            ("window_until__gt", models.F("window_from")),
                            _connector="OR",
                        ),
                        name="job_window_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "ongoing"), _negated=True),
                            ("started_at__isnull", False),
                            _connector="OR",
                        ),
                        name="job_ongoing_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), _negated=True), ("done_at__isnull", False), _connector="OR"
                        ),
                        name="job_done_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), _negated=True),
                            ("cancelled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="job_cancelled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 15), ("minutes__lte", 1440)), name="job_minutes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("break_minutes__lt", models.F("minutes"))), name="job_break_is_part"
                    ),
                ],
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
                            ("planned", "Planerad"),
                            ("published", "Publicerad"),
                            ("ongoing", "Pågår"),
                            ("done", "Klar"),
                            ("cancelled", "Avbokad"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("published", "Publicerad"),
                            ("ongoing", "Pågår"),
                            ("done", "Klar"),
                            ("cancelled", "Avbokad"),
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
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="scheduling.job"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["job", "at", "id"], name="jobmove_of_job")],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="namn")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("cleaning", "Städ"),
                            ("windows", "Fönsterputs"),
                            ("other", "Övrigt"),
                        ],
                        default="moving",
                        max_length=10,
                        verbose_name="grupp",
                    ),
                ),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="från")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="till")),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="scheduling.resource"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="scheduling.team"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("team", "resource"), name="teammember_once")],
            },
        ),
        migrations.CreateModel(
            name="Vehicle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("registration", models.CharField(max_length=10, unique=True, verbose_name="registreringsnummer")),
                (
                    "volume",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="lastvolym, m³"
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("b", "Körkort B"),
                            ("be", "Körkort BE"),
                            ("c1", "Körkort C1"),
                            ("c", "Körkort C"),
                            ("ce", "Körkort CE"),
                        ],
                        default="b",
                        max_length=20,
                        verbose_name="körkort",
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(default=3, verbose_name="säten")),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="står på")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vehicle", to="scheduling.resource"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VehicleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("registration", models.CharField(max_length=10, verbose_name="registreringsnummer")),
                (
                    "volume",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="lastvolym, m³"
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("b", "Körkort B"),
                            ("be", "Körkort BE"),
                            ("c1", "Körkort C1"),
                            ("c", "Körkort C"),
                            ("ce", "Körkort CE"),
                        ],
                        default="b",
                        max_length=20,
                        verbose_name="körkort",
                    ),
                ),
                ("seats", models.PositiveSmallIntegerField(default=3, verbose_name="säten")),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="står på")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
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
                        to="scheduling.vehicle",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkPattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts", models.TimeField(verbose_name="börjar")),
                ("ends", models.TimeField(verbose_name="slutar")),
                ("break_minutes", models.PositiveSmallIntegerField(default=30, verbose_name="rast, minuter")),
                ("valid_from", models.DateField(verbose_name="från")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="till")),
                ("cycle_weeks", models.PositiveSmallIntegerField(default=1)),
                ("cycle_week", models.PositiveSmallIntegerField(default=0)),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="patterns", to="scheduling.resource"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["resource", "weekday"], name="workpattern_of_resource")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="workpattern_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(("cycle_weeks__gte", 1), ("cycle_weeks__lte", 8)), name="workpattern_cycle"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycle_week__lt", models.F("cycle_weeks"))),
                        name="workpattern_week_of_cycle",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="workpattern_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vacation", "Semester"),
                            ("sick", "Sjuk"),
                            ("child_sick", "Vab"),
                            ("parental", "Föräldraledig"),
                            ("leave", "Tjänstledig"),
                            ("compensation", "Kompledig"),
                            ("training", "Utbildning"),
                            ("service", "Service"),
                            ("other", "Annat"),
                        ],
                        max_length=14,
                        verbose_name="varför",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="från")),
                ("ends_at", models.DateTimeField(verbose_name="till")),
                ("is_whole_days", models.BooleanField(default=True, verbose_name="hela dagar")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Begärd"),
                            ("approved", "Godkänd"),
                            ("rejected", "Avslagen"),
                            ("withdrawn", "Återtagen"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="anteckning")),
                ("requested_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="svar")),
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
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="scheduling.resource"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["resource", "ends_at"], name="absence_of_resource"),
                    models.Index(
                        condition=models.Q(("state", "approved")),
                        fields=["ends_at", "starts_at"],
                        name="absence_standing",
                    ),
                    models.Index(
                        condition=models.Q(("state", "requested")), fields=["starts_at", "id"], name="absence_waiting"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="absence_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "requested"), ("decided_at__isnull", False), _connector="OR"),
                        name="absence_decided_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Ansvarig"),
                            ("driver", "Förare"),
                            ("member", "Medarbetare"),
                            ("thing", "Fordon eller utrustning"),
                        ],
                        default="member",
                        max_length=6,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
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
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="assignments", to="scheduling.job"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["starts_at", "id"], name="assignment_by_start"),
                    models.Index(fields=["resource", "starts_at"], name="assignment_of_resource"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "resource"), name="assignment_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_at"), "+", models.Value(dt.timedelta(days=1, seconds=21600))
                                ),
                            ),
                        ),
                        name="assignment_times_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Väntar"),
                            ("working", "Planeras"),
                            ("ready", "Klart"),
                            ("failed", "Gick inte"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("seed", models.PositiveIntegerField(default=1)),
                ("seconds", models.PositiveSmallIntegerField(default=10)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("ready_at", models.DateTimeField(null=True)),
                ("old_cost", models.FloatField(null=True)),
                ("new_cost", models.FloatField(null=True)),
                ("left_out", models.JSONField(default=list)),
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
                    models.Index(fields=["day", "-asked_at", "-id"], name="dayproposal_of_day"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "working"])),
                        fields=["id"],
                        name="dayproposal_to_do",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True), ("ready_at__isnull", False), _connector="OR"
                        ),
                        name="dayproposal_ready_has_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DayPublication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("changes", models.PositiveSmallIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["day", "-at", "-id"], name="daypublication_of_day")],
            },
        ),
        migrations.CreateModel(
            name="EmployeeSkill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "skill",
                    models.CharField(
                        choices=[
                            ("b", "Körkort B"),
                            ("be", "Körkort BE"),
                            ("c1", "Körkort C1"),
                            ("c", "Körkort C"),
                            ("ce", "Körkort CE"),
                            ("ykb", "Yrkeskompetensbevis (YKB)"),
                            ("heavy", "Tunga lyft"),
                            ("piano", "Piano och flygel"),
                            ("packing", "Packning"),
                            ("move_cleaning", "Flyttstädning"),
                            ("windows", "Fönsterputs"),
                            ("height", "Arbete på höjd"),
                            ("chemicals", "Kemikalier"),
                            ("keys", "Nyckelansvar"),
                            ("lead", "Arbetsledning"),
                        ],
                        max_length=20,
                        verbose_name="kompetens",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("told_until", models.DateField(null=True)),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skills", to="scheduling.employee"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("valid_until", None), _negated=True),
                        fields=["valid_until", "id"],
                        name="skill_expiring",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("employee", "skill"), name="employeeskill_once")],
            },
        ),
        migrations.CreateModel(
            name="EmployeeSkillEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "skill",
                    models.CharField(
                        choices=[
                            ("b", "Körkort B"),
                            ("be", "Körkort BE"),
                            ("c1", "Körkort C1"),
                            ("c", "Körkort C"),
                            ("ce", "Körkort CE"),
                            ("ykb", "Yrkeskompetensbevis (YKB)"),
                            ("heavy", "Tunga lyft"),
                            ("piano", "Piano och flygel"),
                            ("packing", "Packning"),
                            ("move_cleaning", "Flyttstädning"),
                            ("windows", "Fönsterputs"),
                            ("height", "Arbete på höjd"),
                            ("chemicals", "Kemikalier"),
                            ("keys", "Nyckelansvar"),
                            ("lead", "Arbetsledning"),
                        ],
                        max_length=20,
                        verbose_name="kompetens",
                    ),
                ),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("told_until", models.DateField(null=True)),
                (
                    "employee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.employee",
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
                        to="scheduling.employeeskill",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=120, verbose_name="vad")),
                ("done_at", models.DateTimeField(null=True)),
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
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checklist", to="scheduling.job"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("job", "position"), name="checklistitem_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Ansvarig"),
                            ("driver", "Förare"),
                            ("member", "Medarbetare"),
                            ("thing", "Fordon eller utrustning"),
                        ],
                        default="member",
                        max_length=6,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("told", models.JSONField(default=dict)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="booking",
                        to="scheduling.assignment",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="scheduling.job"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="scheduling.resource"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at", None)), fields=["starts_at", "id"], name="booking_by_start"
                    ),
                    models.Index(fields=["resource", "starts_at"], name="booking_of_resource"),
                    models.Index(
                        condition=models.Q(("cancelled_at", None), _negated=True),
                        fields=["cancelled_at"],
                        name="booking_cancelled",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_at"), "+", models.Value(dt.timedelta(days=1, seconds=21600))
                                ),
                            ),
                        ),
                        name="booking_times_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)), fields=("job", "resource"), name="booking_once"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("resource"),
                                    models.F("resource"),
                                    models.Value("[]"),
                                    function="int8range",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("starts_at"),
                                    models.F("ends_at"),
                                    models.Value("[)"),
                                    function="tstzrange",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="booking_no_overlap",
                        violation_error_code="double_booked",
                        violation_error_message="Den tiden är redan bokad.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobStop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("work", "Arbetsplats"),
                            ("load", "Lastning"),
                            ("unload", "Lossning"),
                            ("store", "Magasin"),
                        ],
                        default="work",
                        max_length=8,
                    ),
                ),
                ("address", models.CharField(max_length=160, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stops", to="scheduling.job"
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("place", None), _negated=True), fields=["place"], name="jobstop_of_place"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("job", "position"), name="jobstop_position_once")],
            },
        ),
        migrations.CreateModel(
            name="JobVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("move_cleaning", "Flyttstädning"),
                            ("home_cleaning", "Hemstädning"),
                            ("windows", "Fönsterputs"),
                            ("packing", "Packhjälp"),
                            ("other", "Något annat"),
                        ],
                        default="moving",
                        max_length=20,
                        verbose_name="tjänst",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="vad")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="tid, minuter")),
                ("break_minutes", models.PositiveSmallIntegerField(default=0, verbose_name="varav rast, minuter")),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="personer")),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("b", "Körkort B"),
                                ("be", "Körkort BE"),
                                ("c1", "Körkort C1"),
                                ("c", "Körkort C"),
                                ("ce", "Körkort CE"),
                                ("ykb", "Yrkeskompetensbevis (YKB)"),
                                ("heavy", "Tunga lyft"),
                                ("piano", "Piano och flygel"),
                                ("packing", "Packning"),
                                ("move_cleaning", "Flyttstädning"),
                                ("windows", "Fönsterputs"),
                                ("height", "Arbete på höjd"),
                                ("chemicals", "Kemikalier"),
                                ("keys", "Nyckelansvar"),
                                ("lead", "Arbetsledning"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="kompetenser",
                    ),
                ),
                (
                    "volume",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="fordon minst, m³"
                    ),
                ),
                (
                    "pricing",
                    models.CharField(
                        choices=[("fixed", "Fast pris"), ("hourly", "Löpande timpris")],
                        default="fixed",
                        max_length=8,
                        verbose_name="prissättning",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=10, null=True, verbose_name="pris, kronor"
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="till laget")),
                ("office_note", models.TextField(blank=True, verbose_name="till kontoret")),
                ("occurrence_on", models.DateField(null=True)),
                ("is_detached", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planerad"),
                            ("published", "Publicerad"),
                            ("ongoing", "Pågår"),
                            ("done", "Klar"),
                            ("cancelled", "Avbokad"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("wanted_on", models.DateField(blank=True, null=True, verbose_name="önskad dag")),
                ("is_anytime", models.BooleanField(default=False, verbose_name="valfri tid under dagen")),
                ("window_from", models.DateTimeField(blank=True, null=True, verbose_name="lovat tidigast")),
                ("window_until", models.DateTimeField(blank=True, null=True, verbose_name="lovat senast")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="börjar")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="slutar")),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200, verbose_name="varför")),
                (
                    "cancelled_by",
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
                    "contract",
                    models.ForeignKey(
                        blank=True,
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
                        blank=True,
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
                    "done_by",
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
                        to="scheduling.job",
                    ),
                ),
                (
                    "started_by",
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
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="JobWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "work",
                    models.CharField(
                        choices=[("moving", "Flyttjänster"), ("cleaning", "Städning"), ("furnishing", "Möblering")],
                        max_length=12,
                        verbose_name="rutarbete",
                    ),
                ),
                ("hours", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="timmar")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="works", to="scheduling.job"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("job", "work"), name="jobwork_once"),
                    models.CheckConstraint(condition=models.Q(("hours__gt", 0)), name="jobwork_hours_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.UUIDField(default=uuid.uuid4)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "Formulär"),
                            ("drag", "Schemat"),
                            ("proposal", "Förslag"),
                            ("series", "Återkommande"),
                            ("undo", "Ångrat"),
                        ],
                        max_length=10,
                    ),
                ),
                ("old", models.JSONField()),
                ("new", models.JSONField()),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
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
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="scheduling.job"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["by", "-at", "-id"], name="planchange_of_person"),
                    models.Index(fields=["job", "-at", "-id"], name="planchange_of_job"),
                    models.Index(fields=["batch"], name="planchange_batch"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("old", models.JSONField()),
                ("new", models.JSONField()),
                ("sentence", models.CharField(max_length=300)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposed", to="scheduling.job"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="scheduling.dayproposal"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("proposal", "job"), name="proposedjob_once")],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("overlap", "Dubbelbokad"),
                            ("travel", "Restid"),
                            ("daily_rest", "Dygnsvila"),
                            ("weekly_rest", "Veckovila"),
                            ("break", "Rast"),
                            ("weekly_hours", "Veckoarbetstid"),
                            ("skill", "Kompetens"),
                            ("licence", "Körkort"),
                            ("absence", "Frånvaro"),
                            ("vehicle", "För litet fordon"),
                            ("hours", "Utanför arbetstid"),
                            ("crew", "Bemanning"),
                            ("window", "Utlovad tid"),
                            ("blocked", "Spärrad hos kunden"),
                            ("address", "Obekräftad adress"),
                        ],
                        max_length=14,
                    ),
                ),
                ("sentence", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=200, verbose_name="varför")),
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
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="overrides", to="scheduling.job"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["job", "-at", "-id"], name="override_of_job")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("changes", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
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
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="scheduling.daypublication",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="scheduling.resource"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["resource", "-at", "-id"], name="notice_of_resource")],
                "constraints": [models.UniqueConstraint(fields=("publication", "resource"), name="notice_once")],
            },
        ),
        migrations.CreateModel(
            name="Equipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.CharField(blank=True, max_length=40, verbose_name="märkning")),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="equipment", to="scheduling.resource"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EmployeeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("moving", "Flytt"),
                            ("cleaning", "Städ"),
                            ("windows", "Fönsterputs"),
                            ("other", "Övrigt"),
                        ],
                        default="moving",
                        max_length=10,
                        verbose_name="grupp",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("lead", "Arbetsledare"),
                                ("driver", "Förare"),
                                ("mover", "Flyttare"),
                                ("cleaner", "Städare"),
                                ("packer", "Packare"),
                                ("windows", "Fönsterputsare"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                        verbose_name="roller",
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("sv", "Svenska"),
                                ("en", "Engelska"),
                                ("ar", "Arabiska"),
                                ("pl", "Polska"),
                                ("uk", "Ukrainska"),
                                ("es", "Spanska"),
                                ("fa", "Persiska"),
                                ("so", "Somaliska"),
                                ("ti", "Tigrinja"),
                                ("fi", "Finska"),
                            ],
                            max_length=2,
                        ),
                        default=list,
                        size=None,
                        verbose_name="språk",
                    ),
                ),
                ("language", models.CharField(default="sv", max_length=2, verbose_name="språk i appen")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="adress")),
                ("postal_code", models.CharField(blank=True, max_length=6, verbose_name="postnummer")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="ort")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                (
                    "weekly_hours",
                    models.DecimalField(decimal_places=1, default=40, max_digits=4, verbose_name="timmar i veckan"),
                ),
                ("note", models.TextField(blank=True, verbose_name="anteckning")),
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
                        to="scheduling.employee",
                    ),
                ),
                (
                    "user",
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
                    "resource",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BookingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("uuid", models.UUIDField(default=uuid.uuid4)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Ansvarig"),
                            ("driver", "Förare"),
                            ("member", "Medarbetare"),
                            ("thing", "Fordon eller utrustning"),
                        ],
                        default="member",
                        max_length=6,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("told", models.JSONField(default=dict)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("published_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.assignment",
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
                        to="scheduling.booking",
                    ),
                ),
                (
                    "published_by",
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
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.job",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AssignmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Ansvarig"),
                            ("driver", "Förare"),
                            ("member", "Medarbetare"),
                            ("thing", "Fordon eller utrustning"),
                        ],
                        default="member",
                        max_length=6,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
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
                        to="scheduling.assignment",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.job",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AbsenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("vacation", "Semester"),
                            ("sick", "Sjuk"),
                            ("child_sick", "Vab"),
                            ("parental", "Föräldraledig"),
                            ("leave", "Tjänstledig"),
                            ("compensation", "Kompledig"),
                            ("training", "Utbildning"),
                            ("service", "Service"),
                            ("other", "Annat"),
                        ],
                        max_length=14,
                        verbose_name="varför",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="från")),
                ("ends_at", models.DateTimeField(verbose_name="till")),
                ("is_whole_days", models.BooleanField(default=True, verbose_name="hela dagar")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Begärd"),
                            ("approved", "Godkänd"),
                            ("rejected", "Avslagen"),
                            ("withdrawn", "Återtagen"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="anteckning")),
                ("requested_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.CharField(blank=True, max_length=200, verbose_name="svar")),
                (
                    "decided_by",
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
                        to="scheduling.absence",
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
                (
                    "resource",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.resource",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_resourceevent" ("active_from", "active_until", "changed_at", "created_at", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."active_from", NEW."active_until", NEW."changed_at", NEW."created_at", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="168e27f82c223502057fd6b8ea06fef2bd521616",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c875b",
                    table="scheduling_resource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scheduling_resourceevent" ("active_from", "active_until", "changed_at", "created_at", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."active_from", NEW."active_until", NEW."changed_at", NEW."created_at", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="2ec4374150c7ad780e7bb2d76d0ca318fa999622",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bcc1f",
                    table="scheduling_resource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="resource",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_resourceevent" ("active_from", "active_until", "changed_at", "created_at", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."active_from", OLD."active_until", OLD."changed_at", OLD."created_at", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="1b5ab6ca2e14e4e7b35c9d7697ab91476be3d0f1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_deb5e",
                    table="scheduling_resource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employeeskill",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_employeeskillevent" ("employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill", "told_until", "valid_until") VALUES (NEW."employee_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."skill", NEW."told_until", NEW."valid_until"); RETURN NULL;',
                    hash="7bbb314dc75acb2c94cebb03df38e225b71bdc0f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_06ee2",
                    table="scheduling_employeeskill",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employeeskill",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scheduling_employeeskillevent" ("employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill", "told_until", "valid_until") VALUES (NEW."employee_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."skill", NEW."told_until", NEW."valid_until"); RETURN NULL;',
                    hash="b2ea873f05dd9aff19e5a76e588b4eec90f2c99c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8bc9",
                    table="scheduling_employeeskill",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employeeskill",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_employeeskillevent" ("employee_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill", "told_until", "valid_until") VALUES (OLD."employee_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."skill", OLD."told_until", OLD."valid_until"); RETURN NULL;',
                    hash="08b3077a10be7914e1f77ebf73ff6ef4192aa095",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_82eea",
                    table="scheduling_employeeskill",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employee",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_employeeevent" ("address", "city", "email", "group", "id", "language", "languages", "latitude", "longitude", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "resource_id", "roles", "user_id", "weekly_hours") VALUES (NEW."address", NEW."city", NEW."email", NEW."group", NEW."id", NEW."language", NEW."languages", NEW."latitude", NEW."longitude", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."postal_code", NEW."resource_id", NEW."roles", NEW."user_id", NEW."weekly_hours"); RETURN NULL;',
                    hash="c3f05ee9c61df4a89385e50d96fdde23dbeca095",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_96f67",
                    table="scheduling_employee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employee",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scheduling_employeeevent" ("address", "city", "email", "group", "id", "language", "languages", "latitude", "longitude", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "resource_id", "roles", "user_id", "weekly_hours") VALUES (NEW."address", NEW."city", NEW."email", NEW."group", NEW."id", NEW."language", NEW."languages", NEW."latitude", NEW."longitude", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."postal_code", NEW."resource_id", NEW."roles", NEW."user_id", NEW."weekly_hours"); RETURN NULL;',
                    hash="839a964cd58213776fa9e91c8315928168fdc70a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_63c08",
                    table="scheduling_employee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employee",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_employeeevent" ("address", "city", "email", "group", "id", "language", "languages", "latitude", "longitude", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "postal_code", "resource_id", "roles", "user_id", "weekly_hours") VALUES (OLD."address", OLD."city", OLD."email", OLD."group", OLD."id", OLD."language", OLD."languages", OLD."latitude", OLD."longitude", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."postal_code", OLD."resource_id", OLD."roles", OLD."user_id", OLD."weekly_hours"); RETURN NULL;',
                    hash="60f6474bab3b128e281353231e2ee8558d733a6f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_03476",
                    table="scheduling_employee",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_bookingevent" ("assignment_id", "cancelled_at", "ends_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "resource_id", "role", "sequence", "starts_at", "told", "uuid") VALUES (NEW."assignment_id", NEW."cancelled_at", NEW."ends_at", NEW."id", NEW."job_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."resource_id", NEW."role", NEW."sequence", NEW."starts_at", NEW."told", NEW."uuid"); RETURN NULL;',
                    hash="43086b0d728f68ba3fec23b272a2227e11d6d4e0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7f30b",
                    table="scheduling_booking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scheduling_bookingevent" ("assignment_id", "cancelled_at", "ends_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "resource_id", "role", "sequence", "starts_at", "told", "uuid") VALUES (NEW."assignment_id", NEW."cancelled_at", NEW."ends_at", NEW."id", NEW."job_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."resource_id", NEW."role", NEW."sequence", NEW."starts_at", NEW."told", NEW."uuid"); RETURN NULL;',
                    hash="c94175c42d6a95021464c05741007e107106c7c5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_db94f",
                    table="scheduling_booking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_bookingevent" ("assignment_id", "cancelled_at", "ends_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "resource_id", "role", "sequence", "starts_at", "told", "uuid") VALUES (OLD."assignment_id", OLD."cancelled_at", OLD."ends_at", OLD."id", OLD."job_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."resource_id", OLD."role", OLD."sequence", OLD."starts_at", OLD."told", OLD."uuid"); RETURN NULL;',
                    hash="b02fa42af1174314984776fccddf4411a44fa89a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_589b6",
                    table="scheduling_booking",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_assignmentevent" ("created_at", "created_by_id", "ends_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "role", "starts_at") VALUES (NEW."created_at", NEW."created_by_id", NEW."ends_at", NEW."id", NEW."job_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."resource_id", NEW."role", NEW."starts_at"); RETURN NULL;',
                    hash="dc36da67c2e572811c1052457f9fa213085117e9",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a50ca",
                    table="scheduling_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scheduling_assignmentevent" ("created_at", "created_by_id", "ends_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "role", "starts_at") VALUES (NEW."created_at", NEW."created_by_id", NEW."ends_at", NEW."id", NEW."job_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."resource_id", NEW."role", NEW."starts_at"); RETURN NULL;',
                    hash="57575c0485f0f697711ad77433b121154b8bf555",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cc71b",
                    table="scheduling_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_assignmentevent" ("created_at", "created_by_id", "ends_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "role", "starts_at") VALUES (OLD."created_at", OLD."created_by_id", OLD."ends_at", OLD."id", OLD."job_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."resource_id", OLD."role", OLD."starts_at"); RETURN NULL;',
                    hash="57bd92b648e69e9f754cf0a94986ce07279e90dc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_71a17",
                    table="scheduling_assignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="absence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_absenceevent" ("decided_at", "decided_by_id", "decision", "ends_at", "id", "is_whole_days", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "resource_id", "starts_at", "state") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."ends_at", NEW."id", NEW."is_whole_days", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."requested_at", NEW."requested_by_id", NEW."resource_id", NEW."starts_at", NEW."state"); RETURN NULL;',
                    hash="cedf5e1435e6be3c2b46eaf3e673d53b887bc558",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61f92",
                    table="scheduling_absence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="absence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scheduling_absenceevent" ("decided_at", "decided_by_id", "decision", "ends_at", "id", "is_whole_days", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "resource_id", "starts_at", "state") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."ends_at", NEW."id", NEW."is_whole_days", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."requested_at", NEW."requested_by_id", NEW."resource_id", NEW."starts_at", NEW."state"); RETURN NULL;',
                    hash="a6cec1168062b439f47fd6cde1cab7212b642f57",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_39a57",
                    table="scheduling_absence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="absence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_absenceevent" ("decided_at", "decided_by_id", "decision", "ends_at", "id", "is_whole_days", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "requested_at", "requested_by_id", "resource_id", "starts_at", "state") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."ends_at", OLD."id", OLD."is_whole_days", OLD."kind", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."requested_at", OLD."requested_by_id", OLD."resource_id", OLD."starts_at", OLD."state"); RETURN NULL;',
                    hash="aa7c90d6ff325f9ad7445e1c3e76644985c8671c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dee38",
                    table="scheduling_absence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_seriesevent" ("break_minutes", "changed_at", "checklist", "contract_id", "created_at", "created_by_id", "customer_id", "ended_at", "ended_by_id", "follows_id", "holidays", "hours", "id", "is_anytime", "kind", "minutes", "notes", "offer_id", "office_note", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "price", "pricing", "rule", "skills", "start_time", "starts_on", "title", "until", "version", "volume") VALUES (NEW."break_minutes", NEW."changed_at", NEW."checklist", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."ended_at", NEW."ended_by_id", NEW."follows_id", NEW."holidays", NEW."hours", NEW."id", NEW."is_anytime", NEW."kind", NEW."minutes", NEW."notes", NEW."offer_id", NEW."office_note", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."price", NEW."pricing", NEW."rule", NEW."skills", NEW."start_time", NEW."starts_on", NEW."title", NEW."until", NEW."version", NEW."volume"); RETURN NULL;',
                    hash="1582481d958bdedb4598068520eedee24ef6bc4d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_526a9",
                    table="scheduling_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."break_minutes" IS DISTINCT FROM (NEW."break_minutes") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."checklist" IS DISTINCT FROM (NEW."checklist") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ended_by_id" IS DISTINCT FROM (NEW."ended_by_id") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."holidays" IS DISTINCT FROM (NEW."holidays") OR OLD."hours" IS DISTINCT FROM (NEW."hours") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_anytime" IS DISTINCT FROM (NEW."is_anytime") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."office_note" IS DISTINCT FROM (NEW."office_note") OR OLD."people" IS DISTINCT FROM (NEW."people") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."price" IS DISTINCT FROM (NEW."price") OR OLD."pricing" IS DISTINCT FROM (NEW."pricing") OR OLD."rule" IS DISTINCT FROM (NEW."rule") OR OLD."skills" IS DISTINCT FROM (NEW."skills") OR OLD."start_time" IS DISTINCT FROM (NEW."start_time") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."until" IS DISTINCT FROM (NEW."until") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."volume" IS DISTINCT FROM (NEW."volume"))',
                    func='INSERT INTO "scheduling_seriesevent" ("break_minutes", "changed_at", "checklist", "contract_id", "created_at", "created_by_id", "customer_id", "ended_at", "ended_by_id", "follows_id", "holidays", "hours", "id", "is_anytime", "kind", "minutes", "notes", "offer_id", "office_note", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "price", "pricing", "rule", "skills", "start_time", "starts_on", "title", "until", "version", "volume") VALUES (NEW."break_minutes", NEW."changed_at", NEW."checklist", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."ended_at", NEW."ended_by_id", NEW."follows_id", NEW."holidays", NEW."hours", NEW."id", NEW."is_anytime", NEW."kind", NEW."minutes", NEW."notes", NEW."offer_id", NEW."office_note", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."price", NEW."pricing", NEW."rule", NEW."skills", NEW."start_time", NEW."starts_on", NEW."title", NEW."until", NEW."version", NEW."volume"); RETURN NULL;',
                    hash="2051ea7676ed1d004f1e76b5344c6f59ff10de12",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e99a3",
                    table="scheduling_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_seriesevent" ("break_minutes", "changed_at", "checklist", "contract_id", "created_at", "created_by_id", "customer_id", "ended_at", "ended_by_id", "follows_id", "holidays", "hours", "id", "is_anytime", "kind", "minutes", "notes", "offer_id", "office_note", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "price", "pricing", "rule", "skills", "start_time", "starts_on", "title", "until", "version", "volume") VALUES (OLD."break_minutes", OLD."changed_at", OLD."checklist", OLD."contract_id", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."ended_at", OLD."ended_by_id", OLD."follows_id", OLD."holidays", OLD."hours", OLD."id", OLD."is_anytime", OLD."kind", OLD."minutes", OLD."notes", OLD."offer_id", OLD."office_note", OLD."people", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."price", OLD."pricing", OLD."rule", OLD."skills", OLD."start_time", OLD."starts_on", OLD."title", OLD."until", OLD."version", OLD."volume"); RETURN NULL;',
                    hash="49066f05bed42b7f99a24b5d00ddbaf53324045a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6f496",
                    table="scheduling_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="job",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_jobversion" ("break_minutes", "cancel_reason", "cancelled_at", "cancelled_by_id", "contract_id", "created_at", "created_by_id", "customer_id", "done_at", "done_by_id", "ends_at", "id", "is_anytime", "is_detached", "kind", "minutes", "notes", "occurrence_on", "offer_id", "office_note", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "pricing", "published_at", "series_id", "skills", "started_at", "started_by_id", "starts_at", "status", "title", "volume", "wanted_on", "window_from", "window_until") VALUES (NEW."break_minutes", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."done_at", NEW."done_by_id", NEW."ends_at", NEW."id", NEW."is_anytime", NEW."is_detached", NEW."kind", NEW."minutes", NEW."notes", NEW."occurrence_on", NEW."offer_id", NEW."office_note", NEW."people", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."price", NEW."pricing", NEW."published_at", NEW."series_id", NEW."skills", NEW."started_at", NEW."started_by_id", NEW."starts_at", NEW."status", NEW."title", NEW."volume", NEW."wanted_on", NEW."window_from", NEW."window_until"); RETURN NULL;',
                    hash="57f2dba040b46fa57b4d95d20ad824c725f8752a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_54c0e",
                    table="scheduling_job",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="job",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."break_minutes" IS DISTINCT FROM (NEW."break_minutes") OR OLD."cancel_reason" IS DISTINCT FROM (NEW."cancel_reason") OR OLD."cancelled_at" IS DISTINCT FROM (NEW."cancelled_at") OR OLD."cancelled_by_id" IS DISTINCT FROM (NEW."cancelled_by_id") OR OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."customer_id" IS DISTINCT FROM (NEW."customer_id") OR OLD."done_at" IS DISTINCT FROM (NEW."done_at") OR OLD."done_by_id" IS DISTINCT FROM (NEW."done_by_id") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_anytime" IS DISTINCT FROM (NEW."is_anytime") OR OLD."is_detached" IS DISTINCT FROM (NEW."is_detached") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."occurrence_on" IS DISTINCT FROM (NEW."occurrence_on") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."office_note" IS DISTINCT FROM (NEW."office_note") OR OLD."people" IS DISTINCT FROM (NEW."people") OR OLD."price" IS DISTINCT FROM (NEW."price") OR OLD."pricing" IS DISTINCT FROM (NEW."pricing") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."skills" IS DISTINCT FROM (NEW."skills") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."started_by_id" IS DISTINCT FROM (NEW."started_by_id") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."volume" IS DISTINCT FROM (NEW."volume") OR OLD."wanted_on" IS DISTINCT FROM (NEW."wanted_on") OR OLD."window_from" IS DISTINCT FROM (NEW."window_from") OR OLD."window_until" IS DISTINCT FROM (NEW."window_until"))',
                    func='INSERT INTO "scheduling_jobversion" ("break_minutes", "cancel_reason", "cancelled_at", "cancelled_by_id", "contract_id", "created_at", "created_by_id", "customer_id", "done_at", "done_by_id", "ends_at", "id", "is_anytime", "is_detached", "kind", "minutes", "notes", "occurrence_on", "offer_id", "office_note", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "pricing", "published_at", "series_id", "skills", "started_at", "started_by_id", "starts_at", "status", "title", "volume", "wanted_on", "window_from", "window_until") VALUES (NEW."break_minutes", NEW."cancel_reason", NEW."cancelled_at", NEW."cancelled_by_id", NEW."contract_id", NEW."created_at", NEW."created_by_id", NEW."customer_id", NEW."done_at", NEW."done_by_id", NEW."ends_at", NEW."id", NEW."is_anytime", NEW."is_detached", NEW."kind", NEW."minutes", NEW."notes", NEW."occurrence_on", NEW."offer_id", NEW."office_note", NEW."people", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."price", NEW."pricing", NEW."published_at", NEW."series_id", NEW."skills", NEW."started_at", NEW."started_by_id", NEW."starts_at", NEW."status", NEW."title", NEW."volume", NEW."wanted_on", NEW."window_from", NEW."window_until"); RETURN NULL;',
                    hash="8c9a82393a8b10438c3e163e0bf4ba3ac5dfe865",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e21f0",
                    table="scheduling_job",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="job",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_jobversion" ("break_minutes", "cancel_reason", "cancelled_at", "cancelled_by_id", "contract_id", "created_at", "created_by_id", "customer_id", "done_at", "done_by_id", "ends_at", "id", "is_anytime", "is_detached", "kind", "minutes", "notes", "occurrence_on", "offer_id", "office_note", "people", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "pricing", "published_at", "series_id", "skills", "started_at", "started_by_id", "starts_at", "status", "title", "volume", "wanted_on", "window_from", "window_until") VALUES (OLD."break_minutes", OLD."cancel_reason", OLD."cancelled_at", OLD."cancelled_by_id", OLD."contract_id", OLD."created_at", OLD."created_by_id", OLD."customer_id", OLD."done_at", OLD."done_by_id", OLD."ends_at", OLD."id", OLD."is_anytime", OLD."is_detached", OLD."kind", OLD."minutes", OLD."notes", OLD."occurrence_on", OLD."offer_id", OLD."office_note", OLD."people", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."price", OLD."pricing", OLD."published_at", OLD."series_id", OLD."skills", OLD."started_at", OLD."started_by_id", OLD."starts_at", OLD."status", OLD."title", OLD."volume", OLD."wanted_on", OLD."window_from", OLD."window_until"); RETURN NULL;',
                    hash="5d1e0f4a002af80827fe6d552407793c95819671",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_47f1e",
                    table="scheduling_job",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vehicle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_vehicleevent" ("address", "id", "latitude", "licence", "longitude", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration", "resource_id", "seats", "volume") VALUES (NEW."address", NEW."id", NEW."latitude", NEW."licence", NEW."longitude", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."registration", NEW."resource_id", NEW."seats", NEW."volume"); RETURN NULL;',
                    hash="4972aef1df3a29689059a78f2ae7a1219d454583",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e385a",
                    table="scheduling_vehicle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vehicle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "scheduling_vehicleevent" ("address", "id", "latitude", "licence", "longitude", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration", "resource_id", "seats", "volume") VALUES (NEW."address", NEW."id", NEW."latitude", NEW."licence", NEW."longitude", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."registration", NEW."resource_id", NEW."seats", NEW."volume"); RETURN NULL;',
                    hash="630fdf1dc66f0c9473d97e19287bfdc5a46d6b03",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_668f9",
                    table="scheduling_vehicle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vehicle",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "scheduling_vehicleevent" ("address", "id", "latitude", "licence", "longitude", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration", "resource_id", "seats", "volume") VALUES (OLD."address", OLD."id", OLD."latitude", OLD."licence", OLD."longitude", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."registration", OLD."resource_id", OLD."seats", OLD."volume"); RETURN NULL;',
                    hash="7a53166cf1554e3474f2466de87ebf8ad09849f1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1ac4d",
                    table="scheduling_vehicle",
                    when="AFTER",
                ),
            ),
        ),
    ]
