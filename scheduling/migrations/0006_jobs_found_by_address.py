"""Jobs are found by how an address begins, and those that are cancelled are read by when."""

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("scheduling", "0005_proposal_effects")]

    operations = [
        AddIndexConcurrently(
            model_name="job",
            index=models.Index(
                fields=["-cancelled_at", "-id"], name="job_cancelled", condition=models.Q(status="cancelled")
            ),
        ),
        AddIndexConcurrently(
            model_name="jobstop",
            index=models.Index(OpClass(Upper("address"), "text_pattern_ops"), name="jobstop_by_address"),
        ),
    ]
