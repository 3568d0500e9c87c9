"""A picture of the first page of every content."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="documentversion",
            name="preview_attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="preview_claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="preview_key",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="preview_state",
            field=models.CharField(
                choices=[
                    ("waiting", "Väntar på bild"),
                    ("drawing", "Bilden ritas"),
                    ("drawn", "Har bild"),
                    ("none", "Ingen bild"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("preview_state__in", ["waiting", "drawing"])),
                fields=["id"],
                name="documentversion_to_draw",
            ),
        ),
    ]
