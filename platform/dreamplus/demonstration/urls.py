from django.urls import path

from . import views

app_name = "demonstration"
urlpatterns = [
    path("courrier/", views.mailbox, name="mailbox"),
    path("recommencer/", views.reset, name="reset"),
    path("recommencer/en-cours/", views.resetting, name="resetting"),
]
