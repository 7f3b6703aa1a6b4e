"""Addresses that have no language: files for robots, documents, the colour of the staff side."""

from django.urls import path, re_path
from wagtail.documents.views.serve import serve

from dreamplus.cms import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_xml, name="sitemap"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("media/<path:name>", views.media, name="cms_media"),
    path("theme/admin.css", views.admin_css, name="cms_admin_css"),
    # Wagtail lists every picture and document there, private ones too, to whoever enters; nothing asks for it.
    re_path(r"^admin/api/main/(images|documents)/", views.closed, name="cms_closed"),
    # Known to Wagtail by this name; the one door to every document.
    path("documents/<int:document_id>/<str:document_filename>", serve, name="wagtaildocs_serve"),
]
