"""Customers that were invoiced before anybody told them so become active or inactive."""

from django.db import migrations

TELL = """
UPDATE crm_customer AS customer
   SET last_business_on = invoiced.latest,
       lifecycle = CASE WHEN invoiced.latest >= current_date - 365 THEN 'active' ELSE 'inactive' END
  FROM (SELECT customer_id, max(issued_on) AS latest FROM billing_invoice WHERE total > 0 GROUP BY customer_id)
       AS invoiced
 WHERE customer.id = invoiced.customer_id
   AND (customer.last_business_on IS NULL OR customer.last_business_on < invoiced.latest)
"""


class Migration(migrations.Migration):
    """One statement; run again it changes nothing."""

    dependencies = [("billing", "0003_add_up_and_index"), ("crm", "0006_customers_marked_and_listed")]

    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
