"""Addresses of proposals. `activity` and `proposal` (its contribution's) are uuids, the same in every language."""

from django.urls import path

from consultations.proposals.views import act, bulk, read, staff, write

app_name = "proposals"
urlpatterns = [
    path("propositions/<uuid:activity>/ecrire/", write.write, name="write"),
    path("propositions/<uuid:activity>/relire/", write.preview, name="preview"),
    path("propositions/<uuid:activity>/publier/", write.publish, name="publish"),
    path("propositions/<uuid:activity>/effacer/", write.discard, name="discard"),
    path("proposition/<uuid:proposal>/", read.detail, name="detail"),
    path("proposition/<uuid:proposal>/recu/", write.published, name="published"),
    path("proposition/<uuid:proposal>/historique/", read.history, name="history"),
    path("proposition/<uuid:proposal>/soutenir/", act.support, name="support"),
    path("proposition/<uuid:proposal>/modifier/", act.edit, name="edit"),
    path("proposition/<uuid:proposal>/retirer/", act.withdraw, name="withdraw"),
    path("gestion/propositions/", staff.waiting, name="waiting"),
    path("gestion/propositions/<uuid:activity>/tableur/", bulk.answers, name="bulk"),
    path("gestion/propositions/<uuid:activity>/tableur.csv", bulk.table, name="table"),
    path("gestion/proposition/<uuid:proposal>/confier/", staff.assign, name="assign"),
    path("gestion/propositions/<uuid:activity>/themes/", staff.themes, name="themes"),
    path("gestion/proposition/<uuid:proposal>/repondre/", staff.answer, name="answer"),
]
