"""Addresses of a person's own pages, and ours in place of the library's, which follow under the same folder.

The library's pages about social accounts are not mounted: `identity` has its own.
"""

from django.urls import URLPattern, URLResolver, include, path

from dreamplus.people import assistant_views, closed_doors, quarters_view, residence_views, same_person, team, views
from dreamplus.people.identity.leaving import SignOut
from dreamplus.people.sign_in import TypeCodeView

_own: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("profil/", views.profile, name="profile"),
    path("confirmer/", same_person.same_person, name="same_person"),
    path("second-facteur/", views.second_factor_needed, name="second_factor"),
    path("sessions/<int:pk>/fermer/", views.session_close, name="session_close"),
    path("navigateurs/<int:pk>/oublier/", views.browser_forget, name="browser_forget"),
    path("equipe/", team.team, name="team"),
    path("equipe/<int:pk>/retirer/", team.revoke, name="revoke"),
    path("assistants/", assistant_views.mine, name="assistants"),
    path("assistants/<int:pk>/retirer/", assistant_views.end, name="assistant_end"),
    path("habitation/", residence_views.residence, name="residence"),
    path("guichet/", residence_views.counter, name="counter"),
    path("quartiers/", quarters_view.quarters, name="quarters"),
    path("quartiers/<slug:code>/", quarters_view.rename, name="quarter"),
    path("quartiers/<slug:code>/retirer/", quarters_view.retire, name="quarter_retire"),
    path("supprimer/", views.delete, name="delete"),
    path("supprime/", views.deleted, name="deleted"),
    path("", include("dreamplus.people.identity.urls")),
]
urlpatterns = [
    path("", include((_own, "people"), namespace="people")),
    path("sessions/", views.session_list, name="usersessions_list"),
    path("login/code/", closed_doors.to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", TypeCodeView.as_view(), name="account_confirm_login_code"),
    path("signup/", closed_doors.to_sign_in, name="account_signup"),
    path("logout/", SignOut.as_view(), name="account_logout"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
