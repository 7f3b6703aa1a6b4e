"""Addresses of a person's own data, under `/compte/mes-donnees/`."""

from django.urls import path

from dreamplus.people.rights.views import mine

app_name = "rights"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("copie/", mine.ask, name="ask"),
    path("copie/<uuid:key>/", mine.take, name="take"),
    path("accords/<slug:purpose>/retirer/", mine.withdraw, name="withdraw"),
]
