from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "deliberation.comments"
    label = "deliberation_comments"

    def ready(self) -> None:
        from . import closed_api, moderation, notices, personal_data, under_pages

        closed_api.keep_out()
        moderation.declare()
        under_pages.register()
        personal_data.register()
        notices.register()
