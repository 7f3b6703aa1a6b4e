"""Addresses of agents who prepare secret votes."""

from django.urls import path

from polls.secret.views import staff

app_name = "secret_staff"
urlpatterns = [path("<uuid:uuid>/vote/secret/", staff.prepare, name="prepare")]
