"""Public addresses: the charter, reporting, following, contesting, the log and the counts."""

from django.urls import path

from dreamplus.moderation.views import public, taking_part

app_name = "moderation"
urlpatterns = [
    path("", public.log, name="log"),
    path("charte/", public.charter, name="charter"),
    path("journal.csv", public.log_csv, name="log_csv"),
    path("bilan/", public.counts, name="counts"),
    path("bilan.csv", public.counts_csv, name="counts_csv"),
    path("mes-decisions/", taking_part.mine, name="mine"),
    path("signaler/<slug:kind>/<str:key>/", taking_part.report, name="report"),
    path("signalement/<str:reference>/", taking_part.notice, name="notice"),
    path("decision/<str:reference>/", taking_part.decision, name="decision"),
]
