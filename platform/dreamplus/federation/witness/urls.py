"""Addresses of the witness, which a hub alone has."""

from django.urls import path

from dreamplus.federation.witness import views

app_name = "witness"
urlpatterns = [
    path("", views.votes, name="votes"),
    path("votes/", views.promise, name="promise"),
    path("votes/<uuid:poll>/", views.vote, name="vote"),
    path("votes/<uuid:poll>/etats/", views.see, name="see"),
    path("votes/<uuid:poll>/reports/", views.agree, name="agree"),
]
