from django.urls import path

from . import views

app_name = "comments"
urlpatterns = [
    path("<int:content_type_id>/<str:pk>/", views.write, name="write"),
    path("<uuid:uuid>/repondre/", views.reply, name="reply"),
    path("<uuid:uuid>/utile/", views.like, name="like"),
    path("<uuid:uuid>/retirer/", views.withdraw, name="withdraw"),
    path("<uuid:uuid>/signaler/", views.report, name="report"),
    path("<uuid:uuid>/masquer/", views.hide, name="hide"),
]
