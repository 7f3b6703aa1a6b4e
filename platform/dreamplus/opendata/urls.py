from django.urls import path

from . import views

app_name = "opendata"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:uuid>.csv", views.table, name="table"),
    path("<uuid:uuid>.json", views.document, name="document"),
]
