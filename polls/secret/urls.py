"""Addresses of secret votes."""

from django.urls import path

from polls.secret.views import scrutineers, token, verification

app_name = "secret"
urlpatterns = [
    path("verification.html", verification.page, name="verification"),
    path("<uuid:uuid>/secret.json", verification.announcement, name="announcement"),
    path("<uuid:uuid>/jeton/", token.draw, name="draw"),
    path("<uuid:uuid>/publication/<str:name>", verification.publication, name="publication"),
    path("scrutateur/<str:secret>/", scrutineers.page, name="scrutineer"),
    path("scrutateur/<str:secret>/cle/", scrutineers.act, name="act"),
]
