"""The hub's pages of what it harvested."""

from django.urls import path

from dreamplus.federation.harvest import views

app_name = "harvest"
urlpatterns = [
    path("resultats/", views.results, name="results"),
    path("resultats/<uuid:address>/", views.result, name="result"),
    path("communes/", views.communes, name="communes"),
]
