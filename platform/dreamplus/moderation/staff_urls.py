"""Addresses of the staff, under `/gestion/moderation/`."""

from django.urls import path

from dreamplus.moderation.views import deciding, preparing

app_name = "moderation_staff"
urlpatterns = [
    path("", deciding.queue, name="queue"),
    path("dossier/<uuid:uuid>/", deciding.case, name="case"),
    path("ouvrir/<slug:kind>/<str:key>/", deciding.open_here, name="open"),
    path("charte/", preparing.charter, name="charter"),
    path("motifs/", preparing.grounds, name="grounds"),
    path("motifs/nouveau/", preparing.ground, name="new_ground"),
    path("motifs/<slug:code>/", preparing.ground, name="ground"),
    path("tout.json", preparing.export, name="export"),
]
