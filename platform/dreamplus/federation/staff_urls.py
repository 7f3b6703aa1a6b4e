"""Addresses of the staff, under `/gestion/activites/`."""

from django.urls import path

from dreamplus.federation import withdrawing

app_name = "federation_staff"
urlpatterns = [path("<uuid:uuid>/region/", withdrawing.withdraw, name="withdraw")]
