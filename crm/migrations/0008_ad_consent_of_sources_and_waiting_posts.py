from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0007_mailings_and_import_outcomes")]

    operations = [
        migrations.AddField(
            model_name="leadsource",
            name="assumes_ad_consent",
            field=models.BooleanField(default=False, verbose_name="samtycke till annonsmätning"),
        ),
        migrations.AddIndex(
            model_name="leadsubmission",
            index=models.Index(
                condition=models.Q(("state", "quarantined")),
                fields=["source", "submission_id"],
                name="leadsubmission_waiting",
            ),
        ),
    ]
