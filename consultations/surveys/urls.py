"""Addresses of surveys. `activity` is a uuid, the same in every language."""

from django.urls import path

from consultations.surveys.views import answer, staff

app_name = "surveys"
urlpatterns = [
    path("questionnaire/<uuid:activity>/", answer.screen, name="answer"),
    path("questionnaire/<uuid:activity>/<int:number>/", answer.screen, name="screen"),
    path("questionnaire/<uuid:activity>/relire/", answer.review, name="review"),
    path("questionnaire/<uuid:activity>/envoyer/", answer.send, name="send"),
    path("questionnaire/<uuid:activity>/recu/", answer.sent, name="sent"),
    path("questionnaire/<uuid:activity>/effacer/", answer.discard, name="discard"),
    path("questionnaire/<uuid:activity>/retirer/", answer.withdraw, name="withdraw"),
    path("questionnaire/<uuid:activity>/reprendre/<str:secret>/", answer.resume, name="resume"),
    path("gestion/questionnaire/<uuid:activity>/", staff.build, name="build"),
    path("gestion/questionnaire/<uuid:activity>/agencer/", staff.arrange, name="arrange"),
    path("gestion/questionnaire/<uuid:activity>/question/", staff.add, name="add"),
    path("gestion/questionnaire/<uuid:activity>/question/<slug:code>/", staff.question, name="question"),
    path("gestion/questionnaire/<uuid:activity>/papier/", staff.paper, name="paper"),
    path("gestion/questionnaire/<uuid:activity>/saisir/", staff.enter, name="enter"),
    path("gestion/questionnaire/<uuid:activity>/retirer-une-feuille/", staff.take_back, name="take_back"),
    path("gestion/questionnaire/<uuid:activity>/reponses/", staff.responses, name="responses"),
    path("gestion/questionnaire/<uuid:activity>/croiser/", staff.cross, name="cross"),
    path("gestion/questionnaire/<uuid:activity>/reponses.csv", staff.export, name="export"),
]
