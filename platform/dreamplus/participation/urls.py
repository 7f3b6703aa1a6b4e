"""Public addresses: following a receipt, what an organisation contributed."""

from django.urls import path
from django.views.generic import RedirectView

from dreamplus.participation.views import following, organisations

# Links that were printed or sent before moderation had addresses of its own.
former_report = RedirectView.as_view(url="/moderation/signaler/contribution/%(uuid)s/", permanent=True)

app_name = "participation"
urlpatterns = [
    path("suivi/", following.enter, name="enter"),
    path("suivi/<str:reference>/", following.follow, name="follow"),
    path("organisations/<uuid:uuid>/", organisations.organisation, name="organisation"),
    path("compte/organisations/<uuid:uuid>/attestation.pdf", organisations.certificate, name="certificate"),
    path("signaler/<uuid:uuid>/", former_report, name="former_report"),
]
