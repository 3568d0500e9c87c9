"""Addresses of letters, cases and answers."""

from django.urls import path

from rut.views import answers, case, case_forms, follow_ups, inbox, items, overview, review

app_name = "rut"
CASE = "arenden/<str:number>/"
LETTER = "brev/<int:letter_id>/"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("ladda-upp/", inbox.upload_letters, name="upload_letters"),
    path("pagar/", inbox.uploads_progress, name="uploads_progress"),
    path("filer/<int:intake_id>/las-igen/", inbox.retry_file, name="retry_file"),
    path("filer/<int:intake_id>/fyll-i/", inbox.fill_in_by_hand, name="fill_in_by_hand"),
    path("filer/<int:intake_id>/lagg-undan/", inbox.dismiss_file, name="dismiss_file"),
    path(LETTER, review.letter_review, name="letter_review"),
    path(f"{LETTER}ord/", review.letter_words, name="letter_words"),
    path(f"{LETTER}falt/<int:field_id>/", review.settle_field, name="settle_field"),
    path(f"{LETTER}sakra/", review.confirm_certain, name="confirm_certain"),
    path(f"{LETTER}kop/<int:row_id>/", review.match_row, name="match_row"),
    path(f"{LETTER}handlingar/", review.set_requests, name="set_requests"),
    path(f"{LETTER}arende/", review.choose_case, name="choose_case"),
    path(f"{LETTER}bekrafta/", review.confirm_letter, name="confirm_letter"),
    path(f"{LETTER}hor-inte-hit/", review.set_aside, name="set_aside"),
    path(f"{LETTER}granska-igen/", review.reopen_letter, name="reopen_letter"),
    path("arenden/", overview.case_list, name="cases"),
    path("arenden/exportera/", overview.export_cases, name="export_cases"),
    path("arenden/nytt/", case_forms.new_case, name="new_case"),
    path("fakturor/<int:invoice_id>/arenden/", case.cases_of_invoice, name="cases_of_invoice"),
    path("kunder/<int:customer_id>/arenden/", case.cases_of_customer, name="cases_of_customer"),
    path(CASE, case.case_page, name="case_page"),
    path(f"{CASE}att-gora/", follow_ups.case_follow_ups, name="case_follow_ups"),
    path(f"{CASE}att-gora/ny/", follow_ups.new_case_follow_up, name="new_case_follow_up"),
    path(f"{CASE}begars/", case_forms.ask_more, name="ask_more"),
    path(f"{CASE}uppgifter/", case_forms.edit_facts, name="edit_facts"),
    path(f"{CASE}frist/", case_forms.edit_deadline, name="edit_deadline"),
    path(f"{CASE}ansvarig/", case_forms.assign_case, name="assign_case"),
    path(f"{CASE}ta/", overview.take_case, name="take_case"),
    path(f"{CASE}anteckna/", case.add_note, name="add_note"),
    path(f"{CASE}avsluta/", case.close_case, name="close_case"),
    path(f"{CASE}aterbetalt/", case.record_repayment, name="record_repayment"),
    path(f"{CASE}samla/", case.start_collecting, name="start_collecting"),
    path(f"{CASE}underlag/", items.add_papers, name="add_papers"),
    path(f"{CASE}underlag/placera/", items.place_paper, name="place_paper"),
    path(f"{CASE}underlag/<int:item_id>/", items.item_page, name="item_page"),
    path(f"{CASE}underlag/<int:item_id>/andra/", items.change_item, name="change_item"),
    path(f"{CASE}faktura/<int:invoice_id>/", items.match_case_invoice, name="match_case_invoice"),
    path(f"{CASE}paket/", answers.package_panel_fragment, name="package_panel"),
    path(f"{CASE}paket/skapa/", answers.build_package, name="build_package"),
    path(f"{CASE}svar/", answers.draft_reply, name="draft_reply"),
    path(f"{CASE}anstand/", answers.extension_page, name="extension_page"),
    path(f"{CASE}svar/<int:reply_id>/", answers.reply_page, name="reply_page"),
    path(f"{CASE}svar/<int:reply_id>/skicka/", answers.send_reply, name="send_reply"),
    path(f"{CASE}svar/<int:reply_id>/kasta/", answers.discard_reply, name="discard_reply"),
]
