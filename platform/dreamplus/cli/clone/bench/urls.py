"""The house's addresses, and an empty answer behind the same middleware to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from dreamplus.conf.urls import urlpatterns as of_the_house


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


urlpatterns = [path("bench/empty/", empty), *of_the_house]
