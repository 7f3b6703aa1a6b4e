"""The address of whoever has a code, under `/compte/`."""

from django.urls import path

from dreamplus.people.rolls.views import claiming

app_name = "rolls"
urlpatterns = [path("code/", claiming.claim, name="claim")]
