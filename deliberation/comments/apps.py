from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "deliberation.comments"
    label = "deliberation_comments"

    def ready(self) -> None:
        from dreamplus.people.assisted import open_to

        from . import closed_api, moderation, notices, personal_data, under_pages

        closed_api.keep_out()
        open_to.allow("comments:write", "comments:reply", "comments:like", "comments:withdraw")
        moderation.declare()
        under_pages.register()
        personal_data.register()
        notices.register()
