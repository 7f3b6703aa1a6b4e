"""Addresses of the staff, under `/gestion/frequentation/`."""

from django.urls import path

from dreamplus.cms import visits_view

app_name = "cms_staff"
urlpatterns = [
    path("", visits_view.visits, name="visits"),
    path("frequentation.csv", visits_view.visits_csv, name="visits_csv"),
]
