# Invoices and payments from before the timeline stand in it too, as billing.services.history tells of them.

from django.db import migrations

AMOUNT = (
    "(CASE WHEN {0} < 0 THEN U&'\\2212' ELSE '' END)"
    " || replace(to_char(trunc(abs({0})), 'FM999,999,999,990'), ',', U&'\\00A0') || U&'\\00A0kr'"
)
MOMENT = (
    "CASE WHEN {0} = ({1} AT TIME ZONE 'Europe/Stockholm')::date THEN {1}"
    " ELSE {0}::timestamp AT TIME ZONE 'Europe/Stockholm' END"
)
COLUMNS = (
    "INSERT INTO crm_activity (customer_id, kind, direction, outcome, title, text, at, by_id, written_at, source_id,"
    " source_label, key)"
)
TELL = (
    f"""
    {COLUMNS}
    SELECT customer_id, 'invoice', 'none', '',
        CASE WHEN credits_id IS NULL THEN 'Skrev faktura' ELSE 'Skrev kreditfaktura' END,
        {AMOUNT.format("total")}, {MOMENT.format("issued_on", "created_at")}, created_by_id, created_at, id,
        left(number, 40), 'invoice:' || id
    FROM billing_invoice
    ON CONFLICT DO NOTHING
    """,  # noqa: S608 -- names and words of this file only
    f"""
    {COLUMNS}
    SELECT invoice.customer_id, 'invoice', 'none', '', 'Registrerade betalning av faktura',
        {AMOUNT.format("payment.amount")} || ', ' || CASE payment.method
            WHEN 'card' THEN 'kort' WHEN 'transfer' THEN 'banköverföring'
            WHEN 'financing' THEN 'kredit eller factoring' WHEN 'cash' THEN 'kontant' ELSE payment.method END,
        {MOMENT.format("payment.paid_on", "payment.created_at")}, payment.created_by_id, payment.created_at,
        invoice.id, left(invoice.number, 40), 'payment:' || payment.id
    FROM billing_payment AS payment JOIN billing_invoice AS invoice ON invoice.id = payment.invoice_id
    ON CONFLICT DO NOTHING
    """,  # noqa: S608 -- names and words of this file only
)


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_tell_customers_of_business"), ("crm", "0007_follow_up_series")]

    operations = [migrations.RunSQL(TELL, reverse_sql=migrations.RunSQL.noop)]
