"""Addresses of the site that are not pages of the tree, in each language."""

from django.urls import path

from dreamplus.cms import territories, views

app_name = "cms"
SIGNPOSTS = {
    "contact": "contact",
    "plan": "site_map",
    "mentions-legales": "legal_notice",
    "donnees-personnelles": "personal_data",
    "accessibilite": "accessibility",
}
urlpatterns = [
    path("recherche/", views.search_page, name="search"),
    *(path(f"aller/{slug}/", views.signpost, {"slug": slug}, name=name) for slug, name in SIGNPOSTS.items()),
    path("territoire/", territories.territory_list, name="territories"),
    path("territoire/<str:code>/", territories.territory_page, name="territory"),
]
