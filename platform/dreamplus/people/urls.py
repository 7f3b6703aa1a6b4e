"""Addresses of a person's own pages; the accounts library's follow under the same folder."""

from django.urls import include, path

from dreamplus.people import team, views

_own = [
    path("", views.home, name="home"),
    path("profil/", views.profile, name="profile"),
    path("second-facteur/", views.second_factor_needed, name="second_factor"),
    path("sessions/<int:pk>/fermer/", views.session_close, name="session_close"),
    path("equipe/", team.team, name="team"),
    path("equipe/<int:pk>/retirer/", team.revoke, name="revoke"),
    path("supprimer/", views.delete, name="delete"),
    path("supprime/", views.deleted, name="deleted"),
]
urlpatterns = [
    path("", include((_own, "people"), namespace="people")),
    path("sessions/", views.session_list, name="usersessions_list"),
]
