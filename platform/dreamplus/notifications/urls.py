"""Addresses of notices: a person's own under `/compte/`, those of letters, and the list of the staff."""

from django.urls import path

from dreamplus.notifications.views import following, own, returned, stopping

app_name = "notifications"
urlpatterns = [
    path("compte/avis/", own.notice_list, name="list"),
    path("compte/avis/lus/", own.read, name="read"),
    path("compte/avis/arreter/<str:token>/", stopping.stop, name="stop"),
    path("compte/notifications/", own.preferences, name="preferences"),
    path("compte/notifications/adresse/", returned.ask_confirmation, name="ask_confirmation"),
    path("compte/notifications/adresse/<str:token>/", returned.confirm, name="confirm_address"),
    path("compte/suivre/<str:subject>/", following.follow, name="follow"),
    path("gestion/lettres-revenues/", returned.returned, name="returned"),
    path("gestion/lettres-revenues/<int:pk>/regler/", returned.settle, name="settle"),
]
