"""Addresses of the staff, under `/gestion/listes/`."""

from django.urls import path

from dreamplus.people.rolls.views import counter, preparing, writing

app_name = "rolls_staff"
urlpatterns = [
    path("", preparing.rolls, name="rolls"),
    path("nouvelle/", preparing.create, name="create"),
    path("modele.csv", preparing.template, name="template"),
    path("guichet/", counter.counter, name="counter"),
    path("guichet/lignes/<int:pk>/", counter.line, name="line"),
    path("guichet/lignes/<int:pk>/code/", counter.code, name="code"),
    path("guichet/lignes/<int:pk>/compte/", counter.vouch, name="vouch"),
    path("guichet/lignes/<int:pk>/liberer/", counter.release, name="release"),
    path("guichet/<uuid:uuid>/", counter.search, name="search"),
    path("fichiers/<uuid:uuid>/erreurs.csv", preparing.faults_csv, name="faults"),
    path("fichiers/<uuid:uuid>/confirmer/", preparing.confirm, name="confirm"),
    path("fichiers/<uuid:uuid>/jeter/", preparing.cancel, name="cancel"),
    path("lettres/<uuid:uuid>/telecharger/", writing.download, name="letters_download"),
    path("lettres/<uuid:uuid>/jeter/", writing.cancel, name="letters_cancel"),
    path("<uuid:uuid>/", preparing.roll, name="roll"),
    path("<uuid:uuid>/fichier/", preparing.upload, name="upload"),
    path("<uuid:uuid>/lettres/", writing.make, name="letters"),
    path("<uuid:uuid>/fixer/", preparing.freeze, name="freeze"),
    path("<uuid:uuid>/effacer/", preparing.erase, name="erase"),
]
