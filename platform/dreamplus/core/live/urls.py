from django.urls import path

from dreamplus.core.live import views

app_name = "live"
urlpatterns = [path("<str:topic>/<str:key>", views.topic, name="topic")]
