"""Every address of the house, from the most particular to the page tree."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from dreamplus.people import closed_doors

handler400 = "dreamplus.theming.errors.bad_request"
handler403 = "dreamplus.theming.errors.permission_denied"
handler404 = "dreamplus.theming.errors.not_found"
handler500 = "dreamplus.theming.errors.server_error"

# Addresses that only a hub has.
_HARVEST = "dreamplus.federation.harvest"
_hub = [path("", include(f"{_HARVEST}.urls"))] if apps.is_installed(_HARVEST) else []

_WITNESS = "dreamplus.federation.witness"
_witness = [path("temoin/", include(f"{_WITNESS}.urls"))] if apps.is_installed(_WITNESS) else []

# What only a demonstration shows.
_DEMONSTRATION = "dreamplus.demonstration"
_demonstration = (
    [path("demonstration/", include(f"{_DEMONSTRATION}.urls"))] if apps.is_installed(_DEMONSTRATION) else []
)

urlpatterns = [
    path("", include("dreamplus.theming.urls")),
    path("", include("dreamplus.federation.urls")),
    path("admin/", include(closed_doors.staff)),
    *_witness,
    path("live/", include("dreamplus.core.live.urls")),
    path("", include("dreamplus.cms.files")),
    path("admin/", include(wagtailadmin_urls)),
    *i18n_patterns(
        path("", include("dreamplus.notifications.urls")),
        path("compte/mes-donnees/", include("dreamplus.people.rights.urls")),
        path("gestion/donnees-personnelles/", include("dreamplus.people.rights.staff_urls")),
        path("compte/", include("dreamplus.people.rolls.urls")),
        path("compte/organisations/", include("dreamplus.people.organisations.urls")),
        path("compte/", include("dreamplus.people.urls")),
        path("accompagne/", include("dreamplus.people.assisted.urls")),
        path("", include("consultations.urls")),
        path("", include("consultations.proposals.urls")),
        path("", include("consultations.surveys.urls")),
        path("donnees/", include("dreamplus.opendata.urls")),
        path("commentaires/", include("deliberation.comments.urls")),
        path("vote/", include("polls.secret.urls")),
        path("vote/", include("polls.urls")),
        path("gestion/activites/", include("polls.secret.staff_urls")),
        path("gestion/activites/", include("polls.staff_urls")),
        path("gestion/activites/", include("dreamplus.participation.paper.staff_urls")),
        path("gestion/activites/", include("dreamplus.federation.staff_urls")),
        path("gestion/frequentation/", include("dreamplus.cms.staff_urls")),
        path("gestion/moderation/", include("dreamplus.moderation.staff_urls")),
        path("gestion/listes/", include("dreamplus.people.rolls.staff_urls")),
        path("gestion/accompagner/", include("dreamplus.people.assisted.staff_urls")),
        path("gestion/organisations/", include("dreamplus.people.organisations.staff_urls")),
        path("gestion/", include("dreamplus.participation.staff_urls")),
        path("moderation/", include("dreamplus.moderation.urls")),
        path("", include("dreamplus.participation.urls")),
        path("_util/", include(closed_doors.public)),
        *_hub,
        *_demonstration,
        path("", include("dreamplus.cms.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
