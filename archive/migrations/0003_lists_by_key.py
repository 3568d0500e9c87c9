"""Documents in the orders of their lists, and folders below one another, by index."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0002_pictures"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="document",
            name="document_in_folder",
        ),
        migrations.RemoveIndex(
            model_name="document",
            name="document_of_kind",
        ),
        migrations.AddField(
            model_name="document",
            name="sort_title",
            field=models.GeneratedField(
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
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["folder", "-changed_at", "-id"],
                name="document_kept_in_folder",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["kind", "-changed_at", "-id"],
                name="document_kept_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("trashed_at", None)), fields=["sort_title", "id"], name="document_by_name"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("trashed_at", None)),
                fields=["folder", "sort_title", "id"],
                name="document_folder_by_name",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["created_by", "-changed_at", "-id"], name="document_by_uploader"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("trashed_at__isnull", False)),
                fields=["-trashed_at", "-id"],
                name="document_in_trash",
            ),
        ),
        migrations.AddIndex(
            model_name="folder",
            index=models.Index(fields=["parent", "path"], name="folder_below"),
        ),
    ]
