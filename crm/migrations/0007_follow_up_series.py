from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0006_customers_marked_and_listed")]

    operations = [
        migrations.RemoveField(model_name="calendarfeed", name="fetched_at"),
        migrations.RemoveField(model_name="followup", name="repeat_day"),
        migrations.AddField(model_name="followup", name="series_at", field=models.DateTimeField(null=True)),
    ]
