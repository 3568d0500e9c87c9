"""Addresses of offers and contracts."""

from django.urls import path

from contracts.views import (
    mappings,
    offer_acts,
    offer_forms,
    offer_public,
    offer_terms,
    offers,
    prices,
)

app_name = "contracts"
urlpatterns = [
    path("installningar/avtalsmallar/", mappings.templates_page, name="templates"),
    path("installningar/avtalsmallar/hamta/", mappings.refresh_templates, name="refresh_templates"),
    path("installningar/avtalsmallar/hamtar/", mappings.refresh_progress, name="refresh_progress"),
    path("installningar/avtalsmallar/<int:mapping_id>/", mappings.template_page, name="template_page"),
    path("installningar/avtalsmallar/<int:mapping_id>/prova/", mappings.preview_template, name="preview_template"),
    path("offerter/", offers.offers, name="offers"),
    path("offerter/ny/", offer_forms.new_offer, name="new_offer"),
    path("offerter/summor/", offer_forms.offer_totals, name="offer_totals"),
    path("offerter/kundforslag/", offer_forms.suggest_customers, name="suggest_offer_customers"),
    path("offerter/andrade-priser/", prices.affected_offers, name="affected_offers"),
    path("offerter/andrade-priser/uppdatera/", prices.update_offers, name="update_offers"),
    path("offerter/for/kund/<int:customer_id>/", offers.offers_of_customer, name="offers_of_customer"),
    path("offerter/for/lead/<int:lead_id>/", offers.offers_of_lead, name="offers_of_lead"),
    path("offerter/prislista/", prices.prices, name="prices"),
    path("offerter/prislista/ny/", prices.new_item, name="new_price_item"),
    path("offerter/prislista/<int:item_id>/", prices.price_item, name="price_item"),
    path("offerter/prislista/<int:item_id>/pris/", prices.set_price, name="set_price"),
    path("offerter/prislista/<int:item_id>/saljs/", prices.retire_item, name="retire_price_item"),
    path("offerter/villkor/", offer_terms.offer_terms, name="offer_terms"),
    path("offerter/villkor/ny/", offer_terms.new_terms, name="new_offer_terms"),
    path("offerter/villkor/<int:terms_id>/", offer_terms.edit_terms, name="edit_offer_terms"),
    path("offerter/villkor/<int:terms_id>/ta-bort/", offer_terms.retire_terms, name="retire_offer_terms"),
    path("offerter/<int:offer_id>/", offers.offer_page, name="offer_page"),
    path("offerter/<int:offer_id>/andra/", offer_forms.edit_offer, name="edit_offer"),
    path("offerter/<int:offer_id>/skicka/", offer_acts.send_offer, name="send_offer"),
    path("offerter/<int:offer_id>/lage/", offer_acts.offer_progress, name="offer_progress"),
    path("offerter/<int:offer_id>/pdf/", offer_acts.offer_pdf, name="offer_pdf"),
    path("offerter/<int:offer_id>/ny-version/", offer_acts.new_version, name="new_offer_version"),
    path("offerter/<int:offer_id>/aterta/", offer_acts.withdraw_offer, name="withdraw_offer"),
    path("offerter/<int:offer_id>/svar/", offer_acts.register_answer, name="register_answer"),
    path("offerter/<int:offer_id>/lank/", offer_acts.renew_link, name="renew_offer_link"),
    path("offerter/<int:offer_id>/igen/", offer_acts.retry_delivery, name="retry_delivery"),
    path("offerter/<int:offer_id>/priser/", offer_acts.update_prices, name="update_prices"),
    path("offerter/<int:offer_id>/kasta/", offer_acts.discard_offer, name="discard_offer"),
    path("din-offert/<str:token>/", offer_public.public_offer, name="public_offer"),
    path("din-offert/<str:token>/pdf/", offer_public.public_paper, name="public_paper"),
]
