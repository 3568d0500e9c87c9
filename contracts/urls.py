"""Addresses of offers and contracts."""

from django.urls import path

from contracts.views import mappings

app_name = "contracts"
urlpatterns = [
    path("installningar/avtalsmallar/", mappings.templates_page, name="templates"),
    path("installningar/avtalsmallar/hamta/", mappings.refresh_templates, name="refresh_templates"),
    path("installningar/avtalsmallar/hamtar/", mappings.refresh_progress, name="refresh_progress"),
    path("installningar/avtalsmallar/<int:mapping_id>/", mappings.template_page, name="template_page"),
    path("installningar/avtalsmallar/<int:mapping_id>/prova/", mappings.preview_template, name="preview_template"),
]
