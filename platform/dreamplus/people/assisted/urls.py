"""Addresses of the people who are helped, under `/accompagne/`."""

from django.urls import path

from dreamplus.people.assisted.views import present

app_name = "assisted"
urlpatterns = [
    path("", present.arrive, name="arrive"),
    path("commencer/", present.begin, name="begin"),
    path("refuser/", present.refuse, name="refuse"),
    path("je-suis-la/", present.alive, name="alive"),
    path("encore-la/", present.still, name="still"),
    path("terminer/", present.finish, name="finish"),
    path("tout-effacer/", present.erase, name="erase"),
    path("fini/", present.gone, name="gone"),
]
