"""Addresses of customers."""

from django.urls import path

from crm.views import customers

app_name = "crm"
urlpatterns = [
    path("", customers.customers, name="customers"),
    path("ny/", customers.new_customer, name="new_customer"),
    path("<int:customer_id>/", customers.customer_page, name="customer_page"),
    path("<int:customer_id>/andra/", customers.edit_customer, name="edit_customer"),
    path("<int:customer_id>/personnummer/", customers.reveal_personal_number, name="reveal_personal_number"),
]
