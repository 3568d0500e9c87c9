from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="TravelDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("measured_at", models.DateTimeField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="TravelLeg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pair", models.UUIDField()),
                (
                    "vehicle",
                    models.CharField(choices=[("car", "Personbil"), ("truck", "Lastbil")], default="car", max_length=5),
                ),
                ("provider", models.CharField(max_length=12)),
                ("seconds", models.PositiveIntegerField()),
                ("metres", models.PositiveIntegerField()),
                ("fetched_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["fetched_at"], name="travelleg_by_age")],
                "constraints": [models.UniqueConstraint(fields=("pair", "vehicle"), name="travelleg_once")],
            },
        ),
    ]
