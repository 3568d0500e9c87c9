"""Addresses of customers."""

from django.urls import path

from crm import views

app_name = "crm"
urlpatterns = [
    path("", views.customers, name="customers"),
    path("ny/", views.new_customer, name="new_customer"),
    path("<int:customer_id>/", views.customer_page, name="customer_page"),
    path("<int:customer_id>/andra/", views.edit_customer, name="edit_customer"),
    path("<int:customer_id>/personnummer/", views.reveal_personal_number, name="reveal_personal_number"),
]
