from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0009_leads_without_step"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_at", None), _negated=True),
                fields=["owner", "-done_at", "-id"],
                name="followup_done_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("done_at", None), _negated=True), fields=["-done_at", "-id"], name="followup_done"
            ),
        ),
    ]
