"""Addresses of the staff, under `/gestion/`."""

from django.urls import path

from dreamplus.participation.views import archiving, audience, managing

app_name = "participation_staff"
urlpatterns = [
    path("activites/", managing.activities, name="activities"),
    path("activites/<uuid:uuid>/", managing.board, name="board"),
    path("activites/<uuid:uuid>/dates/", managing.dates, name="dates"),
    path("activites/<uuid:uuid>/public/", audience.who, name="audience"),
    path("activites/<uuid:uuid>/cloture/", managing.close, name="close"),
    path("activites/<uuid:uuid>/moderation/", managing.moderation, name="moderation"),
    path("activites/<uuid:uuid>/brouillon/", managing.back_to_draft, name="draft"),
    path("activites/archives/", archiving.archived, name="archived"),
    path("activites/<uuid:uuid>/archiver/", archiving.archive, name="archive"),
    path("activites/<uuid:uuid>/retour/", archiving.bring_back, name="bring_back"),
    path("signalements/", managing.reports, name="reports"),
]
