"""Addresses of the federation; `wire.discovery.ENDPOINTS` says the same to readers."""

from django.urls import path

from dreamplus.federation import views

app_name = "federation"
urlpatterns = [
    path(".well-known/dreamplus", views.discover, name="discovery"),
    path("federation/v1/changes", views.changes, name="changes"),
    path("federation/v1/head", views.head, name="head"),
    path("federation/v1/schemas/<slug:kind>.json", views.schema, name="schema"),
]
