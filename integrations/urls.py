"""Addresses of the outbox, of Inställningar › Integrationer, of tiles, and those that outside services call."""

from django.urls import path

from integrations import lookups
from integrations.views import callbacks, connections, gateway, outbox

app_name = "integrations"
urlpatterns = [
    path("utgaende/", outbox.outbox_page, name="outbox"),
    path("utgaende/<int:message_id>/skicka-igen/", outbox.send_message_again, name="send_message_again"),
    path("utgaende/<int:message_id>/kom-fram/", outbox.mark_message_as_sent, name="mark_message_as_sent"),
    path("utgaende/sms/rapport/", gateway.report_text, name="report_text"),
    path("utgaende/sms/svar/", gateway.receive_text, name="receive_text"),
    path("installningar/integrationer/", connections.overview, name="overview"),
    path("installningar/integrationer/testa/<str:name>/", lookups.check_source, name="check_source"),
    path("installningar/integrationer/oneflow/", connections.oneflow, name="oneflow"),
    path("installningar/integrationer/oneflow/testa/", connections.check_oneflow, name="check_oneflow"),
    path("installningar/integrationer/oneflow/test/", connections.oneflow_checks, name="oneflow_checks"),
    path(
        "installningar/integrationer/oneflow/aterkoppling/",
        connections.turn_oneflow_callbacks,
        name="turn_oneflow_callbacks",
    ),
    path("installningar/integrationer/oneflow/anvand/", connections.turn_oneflow, name="turn_oneflow"),
    path("karta/<slug:layer>/<int:z>/<int:x>/<int:y>", lookups.tile, name="tile"),
    path("webhooks/oneflow/<str:key>/", callbacks.esign_callback, name="esign_callback"),
]
