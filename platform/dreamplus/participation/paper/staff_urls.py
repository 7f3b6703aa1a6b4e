"""Addresses of those who prepare paper and read boxes, under `/gestion/activites/`."""

from django.urls import path

from dreamplus.participation.paper.views import counting, preparing

app_name = "paper_staff"
urlpatterns = [
    path("<uuid:uuid>/papier/lieux/", preparing.stations, name="stations"),
    path("<uuid:uuid>/papier/", counting.boxes, name="boxes"),
    path("<uuid:uuid>/papier/modele.csv", counting.model, name="model"),
    path("<uuid:uuid>/papier/fin/", counting.end, name="end"),
    path("<uuid:uuid>/papier/proces-verbal.pdf", counting.minutes, name="minutes"),
    path("<uuid:uuid>/papier/lieu/<slug:station>/", counting.box, name="box"),
]
