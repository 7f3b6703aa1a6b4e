"""Addresses of whoever answers for the data, under `/gestion/donnees-personnelles/`."""

from django.urls import path

from dreamplus.people.rights.views import staff

app_name = "rights_staff"
urlpatterns = [
    path("", staff.register, name="register"),
    path("registre.csv", staff.register_csv, name="register_csv"),
    path("effacements/", staff.purges, name="purges"),
]
