"""Addresses of documents."""

from django.urls import path

from archive.views import bulk, documents, folders, health, listing, trash, upload, versions

app_name = "archive"
urlpatterns = [
    path("", listing.documents, name="documents"),
    path("exportera/", listing.export_documents, name="export_documents"),
    path("ladda-upp/", upload.upload, name="upload"),
    path("flytta/", bulk.move_documents, name="move_documents"),
    path("byt-typ/", bulk.change_kinds, name="change_kinds"),
    path("kasta/", bulk.trash_documents, name="trash_documents"),
    path("ta-tillbaka/", bulk.restore_documents, name="restore_documents"),
    path("ta-bort/", bulk.delete_documents, name="delete_documents"),
    path("angra/<int:change_id>/", bulk.undo, name="undo"),
    path("kontroll/", health.store_health, name="store_health"),
    path("kontroll/<int:problem_id>/ta-bort/", health.remove_stray, name="remove_stray"),
    path("mappar/", listing.choose_folder, name="choose_folder"),
    path("mappar/ny/", folders.new_folder, name="new_folder"),
    path("mappar/<int:folder_id>/andra/", folders.change_folder, name="change_folder"),
    path("mappar/<int:folder_id>/ta-bort/", folders.delete_folder, name="delete_folder"),
    path("<int:document_id>/", documents.document_page, name="document_page"),
    path("<int:document_id>/sidan-om/", listing.document_panel, name="document_panel"),
    path("<int:document_id>/andra/", documents.change_document, name="change_document"),
    path("<int:document_id>/ny-version/", versions.add_version, name="add_version"),
    path("<int:document_id>/version/<int:version_id>/aterstall/", versions.restore_version, name="restore_version"),
    path("<int:document_id>/koppling/<int:link_id>/ta-bort/", documents.unlink_document, name="unlink_document"),
    path("<int:document_id>/kasta/", trash.trash_document, name="trash_document"),
    path("<int:document_id>/aterstall/", trash.restore_document, name="restore_document"),
    path("<int:document_id>/ta-bort/", trash.delete_document, name="delete_document"),
    path("innehall/<int:version_id>/", documents.content, name="content"),
    path("bild/<int:version_id>/", documents.picture, name="picture"),
    path("hamta/<int:version_id>/", documents.download, name="download"),
]
