"""Public addresses: following a receipt."""

from django.urls import path
from django.views.generic import RedirectView

from dreamplus.participation.views import following

# Links that were printed or sent before moderation had addresses of its own.
former_report = RedirectView.as_view(url="/moderation/signaler/contribution/%(uuid)s/", permanent=True)

app_name = "participation"
urlpatterns = [
    path("suivi/", following.enter, name="enter"),
    path("suivi/<str:reference>/", following.follow, name="follow"),
    path("signaler/<uuid:uuid>/", former_report, name="former_report"),
]
