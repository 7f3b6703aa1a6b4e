from django.urls import path

from dreamplus.people.organisations.views import own

app_name = "organisations"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("nouvelle/", own.declare, name="declare"),
    path("invitation/<str:secret>/", own.accept, name="accept"),
    path("<uuid:uuid>/", own.one, name="one"),
    path("<uuid:uuid>/inviter/", own.invite, name="invite"),
    path("<uuid:uuid>/inviter/reprendre/", own.withdraw, name="withdraw"),
    path("<uuid:uuid>/delegues/<int:pk>/", own.change, name="change"),
]
