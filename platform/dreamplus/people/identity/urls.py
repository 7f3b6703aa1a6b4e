"""Addresses of identities from elsewhere; two of them are declared to the providers and never change."""

from django.urls import path

from dreamplus.people.identity import leaving, views

urlpatterns = [
    path("identites/", views.identities, name="identities"),
    path("identites/<int:pk>/retirer/", views.part, name="identity_part"),
    path("identites/oublier/", views.forget, name="identity_forget"),
    path("identite/<slug:service>/", views.start, name="identity_start"),
    path("identite/<slug:service>/relier/", views.connect, name="identity_connect"),
    path("identite/<slug:service>/retour/", views.come_back, name="identity_return"),
    path("deconnecte/", leaving.left, name="identity_left"),
]
