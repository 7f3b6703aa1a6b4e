"""Public addresses: following a receipt, reporting a contribution."""

from django.urls import path

from dreamplus.participation.views import following, reporting

app_name = "participation"
urlpatterns = [
    path("suivi/", following.enter, name="enter"),
    path("suivi/<str:reference>/", following.follow, name="follow"),
    path("signaler/<uuid:uuid>/", reporting.report, name="report"),
]
