"""Addresses of the face."""

from django.urls import path, register_converter

from dreamplus.theming import showcase, views


class BrandKey:
    """`rrggbb-rrggbb-` and eight hexadecimal figures."""

    regex = "[0-9a-f]{6}-[0-9a-f]{6}-[0-9a-f]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(BrandKey, "brandkey")

app_name = "theming"
urlpatterns = [
    path("theming/brand-<brandkey:key>.css", views.brand_css, name="brand"),
    path("theming/icon-<brandkey:key>.svg", views.icon, name="icon"),
    path("elements/", showcase.elements, name="elements"),
    path("elements/<slug:page>/", showcase.sample, name="sample"),
]
