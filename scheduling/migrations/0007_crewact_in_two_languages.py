"""What a phone was answered is kept in both languages: the office reads one of them, the crew either."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0006_jobs_found_by_address")]

    operations = [
        migrations.AddField("crewact", "sentence_en", models.CharField(blank=True, max_length=300)),
    ]
