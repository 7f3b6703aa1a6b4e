"""Addresses of those who help, under `/gestion/accompagner/`."""

from django.urls import path

from dreamplus.people.assisted.views import helping, places

app_name = "assisted_staff"
urlpatterns = [
    path("", helping.board, name="board"),
    path("ouvrir/", helping.open_one, name="open"),
    path("ouvrir/ligne/<int:pk>/", helping.open_for, name="open_for"),
    path("<uuid:uuid>/terminer/", helping.end, name="end"),
    path("lieux/", places.places, name="places"),
    path("lieux/nouveau/", places.create, name="create_place"),
    path("lieux/<uuid:uuid>/", places.place, name="place"),
    path("lieux/<uuid:uuid>/fermer/", places.close, name="close_place"),
]
