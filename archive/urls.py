"""Addresses of documents."""

from django.urls import path

from archive import views

app_name = "archive"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("ladda-upp/", views.upload, name="upload"),
    path("<int:document_id>/", views.document_page, name="document_page"),
    path("<int:document_id>/andra/", views.change_document, name="change_document"),
    path("<int:document_id>/ny-version/", views.add_version, name="add_version"),
    path("<int:document_id>/version/<int:version_id>/aterstall/", views.restore_version, name="restore_version"),
    path("<int:document_id>/kasta/", views.trash_document, name="trash_document"),
    path("<int:document_id>/aterstall/", views.restore_document, name="restore_document"),
    path("innehall/<int:version_id>/", views.content, name="content"),
    path("hamta/<int:version_id>/", views.download, name="download"),
]
