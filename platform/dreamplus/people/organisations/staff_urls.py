from django.urls import path

from dreamplus.people.organisations.views import staff

app_name = "organisations_staff"
urlpatterns = [
    path("", staff.organisations, name="list"),
    path("<uuid:uuid>/", staff.organisation, name="one"),
]
