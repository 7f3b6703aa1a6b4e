"""Addresses of votes, by the uuid of their activity: the same for all languages."""

from django.urls import path

from polls.views import explaining, meeting, voting

app_name = "polls"
urlpatterns = [
    path("seance/<int:page>/", meeting.screen, name="screen"),
    path("recount.pyz", explaining.recount, name="recount"),
    path("<uuid:uuid>/", voting.vote, name="vote"),
    path("<uuid:uuid>/verifier/", voting.review, name="review"),
    path("<uuid:uuid>/je-vote/", voting.cast, name="cast"),
    path("<uuid:uuid>/carre.svg", meeting.square, name="square"),
    path("<uuid:uuid>/recu/", voting.receipt, name="receipt"),
    path("<uuid:uuid>/resultat/", voting.result, name="result"),
    path("<uuid:uuid>/encart/", explaining.embed, name="embed"),
    path("<uuid:uuid>/bulletins.csv", explaining.profiles, name="profiles"),
    path("<uuid:uuid>/protection/", explaining.protection, name="protection"),
]
