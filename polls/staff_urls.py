"""Addresses of agents who prepare votes."""

from django.urls import path

from polls.views import marking, meeting, preparing, printing, proxies, signing

app_name = "polls_staff"
urlpatterns = [
    path("votes/nouveau/", preparing.create, name="create"),
    path("votes/seance/<int:page>/", meeting.lead, name="meeting"),
    path("<uuid:uuid>/vote/regles/", preparing.rules, name="rules"),
    path("<uuid:uuid>/vote/questions/", preparing.questions, name="questions"),
    path("<uuid:uuid>/vote/ouvrir/", preparing.open_, name="open"),
    path("<uuid:uuid>/vote/pointage/", marking.mark, name="mark"),
    path("<uuid:uuid>/vote/emargement/", signing.sign, name="sign"),
    path("<uuid:uuid>/vote/procurations/", proxies.log, name="proxies"),
    path("<uuid:uuid>/vote/qr.svg", printing.qr, name="qr"),
    path("<uuid:uuid>/vote/affiche/", printing.poster, name="poster"),
    path("<uuid:uuid>/vote/bulletin/", printing.ballot, name="ballot"),
    path("<uuid:uuid>/vote/depouillement/", printing.sheet, name="sheet"),
]
