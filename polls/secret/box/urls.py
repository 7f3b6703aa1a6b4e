"""Addresses of the box: everything of a vote lies under its number."""

from django.urls import path

from polls.secret.box import views

app_name = "box"
urlpatterns = [
    path("votes/<uuid:poll>/", views.booth, name="booth"),
    path("votes/<uuid:poll>/vote.json", views.vote, name="vote"),
    path("votes/<uuid:poll>/bulletins", views.cast, name="cast"),
    path("votes/<uuid:poll>/ballots.jsonl", views.ballots, name="ballots"),
    path("votes/<uuid:poll>/cles", views.keys, name="keys"),
    path("votes/<uuid:poll>/regles", views.terms, name="terms"),
    path("votes/<uuid:poll>/oubli", views.forget, name="forget"),
    path("votes/<uuid:poll>/report", views.postponement, name="postponement"),
    path("votes/<uuid:poll>/cloture", views.closing, name="closing"),
    path("votes/<uuid:poll>/papier", views.paper, name="paper"),
]
