from django.urls import path
from django.views.generic import RedirectView

from . import views

# Links that were sent before moderation had addresses of its own.
former_report = RedirectView.as_view(url="/moderation/signaler/comment/%(uuid)s/", permanent=True)

app_name = "comments"
urlpatterns = [
    path("<int:content_type_id>/<str:pk>/", views.write, name="write"),
    path("<uuid:uuid>/repondre/", views.reply, name="reply"),
    path("<uuid:uuid>/utile/", views.like, name="like"),
    path("<uuid:uuid>/retirer/", views.withdraw, name="withdraw"),
    path("<uuid:uuid>/signaler/", former_report, name="former_report"),
]
