from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0014_offers_in_the_timeline")]

    operations = [
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("archived_at", None), ("merged_into", None)),
                fields=["owner", "status", "-received_at", "-id"],
                name="lead_by_owner_status",
            ),
        ),
    ]
