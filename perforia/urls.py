"""Every address of the product, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("perforia.home.urls")),
    path("rut/", include("rut.urls")),
    path("fakturor/", include("billing.urls")),
    path("", include("scheduling.urls")),
    path("", include("contracts.urls")),
    path("", include("crm.urls")),
    path("dokument/", include("archive.urls")),
    path("", include("integrations.urls")),
    path("konto/", include("perforia.base.urls")),
]

handler400 = "perforia.home.views.errors.bad_request"
handler403 = "perforia.home.views.errors.forbidden"
handler404 = "perforia.home.views.errors.not_found"
handler500 = "perforia.home.views.errors.server_error"
