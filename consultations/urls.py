"""Addresses of the staff side; processes themselves are pages."""

from django.urls import path

from consultations.views import outcome, preview, staff, validation

app_name = "consultations_staff"
urlpatterns = [
    path("gestion/", staff.board, name="board"),
    path("gestion/consultations/nouvelle/", staff.create, name="create"),
    path("gestion/consultations/reprendre/", staff.again, name="again"),
    path("gestion/consultations/<int:page>/", staff.prepare, name="prepare"),
    path("gestion/consultations/<int:page>/vote/", staff.add_vote, name="vote"),
    path("gestion/consultations/<int:page>/questionnaire/", staff.add_survey, name="survey"),
    path("gestion/consultations/<int:page>/ouvrir/", staff.open_, name="open"),
    path("gestion/consultations/<int:page>/a-valider/", validation.ask, name="ask"),
    path("gestion/consultations/<int:page>/ne-plus-valider/", validation.take_back, name="take_back"),
    path("gestion/consultations/<int:page>/valider/", validation.validate, name="validate"),
    path("gestion/consultations/<int:page>/montrer/", preview.share, name="share"),
    path("gestion/consultations/<int:page>/ne-plus-montrer/", preview.end, name="unshare"),
    path("apercu/<str:secret>/", preview.show, name="preview"),
    path("gestion/consultations/<int:page>/bilan/", outcome.write, name="outcome"),
]
