"""Addresses of agents who prepare votes."""

from django.urls import path

from polls.views import preparing

app_name = "polls_staff"
urlpatterns = [
    path("votes/nouveau/", preparing.create, name="create"),
    path("<uuid:uuid>/vote/regles/", preparing.rules, name="rules"),
    path("<uuid:uuid>/vote/ouvrir/", preparing.open_, name="open"),
    path("<uuid:uuid>/vote/qr.svg", preparing.qr, name="qr"),
    path("<uuid:uuid>/vote/affiche/", preparing.poster, name="poster"),
]
