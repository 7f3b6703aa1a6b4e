"""Addresses of secret votes that are the same for all of them."""

from django.urls import path

from polls.secret import views

app_name = "secret"
urlpatterns = [path("verification.html", views.verification, name="verification")]
