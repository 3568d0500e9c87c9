import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0004_timeline_sources"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="followup",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="follows",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="followed_by", to="crm.followup"
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="repeat_day",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="subject",
            field=models.CharField(blank=True, choices=[("case", "RUT-ärende")], max_length=8),
        ),
        migrations.AddField(
            model_name="followup",
            name="subject_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="followup",
            name="subject_label",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="followup",
            name="repeat",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_at", None), ("reminded_at", None)),
                fields=["due_at", "id"],
                name="followup_unsaid",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("subject", ""), _negated=True),
                fields=["subject", "subject_id"],
                name="followup_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject", ""), ("subject_id", None)),
                    models.Q(models.Q(("subject", ""), _negated=True), ("subject_id__isnull", False)),
                    _connector="OR",
                ),
                name="followup_subject_whole",
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
