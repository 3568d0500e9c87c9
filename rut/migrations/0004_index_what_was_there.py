# Data apart from the tables: an index cannot be made while rows of the same transaction wait for their triggers.

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rut", "0003_find_cases_and_letters")]

    operations = [
        # Rows from before: enough to be found until their next change writes the whole of it.
        migrations.RunSQL(
            """
            UPDATE rut_case SET search = to_tsvector('simple', concat_ws(' ', number, reference, officer_name));
            UPDATE rut_letter SET search = to_tsvector('simple', reference_number);
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
