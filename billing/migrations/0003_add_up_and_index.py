# Data apart from the tables: an index cannot be made while rows of the same transaction wait for their triggers.

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_payments_and_search")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE billing_invoice SET
                paid = coalesce((SELECT sum(amount) FROM billing_payment WHERE invoice_id = billing_invoice.id), 0),
                search = to_tsvector('simple', concat_ws(' ', number, number_key, job_reference,
                    (SELECT name FROM crm_customer WHERE id = customer_id)));
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
