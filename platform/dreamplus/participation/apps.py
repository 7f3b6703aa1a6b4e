from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "dreamplus.participation"
    label = "participation"

    def ready(self) -> None:
        from dreamplus.participation import (  # noqa: F401 - handlers and periodic jobs register
            moderation,
            notices,
            organisations,
            personal_data,
            privacy_notice,
            protection,
            tasks,
        )
        from dreamplus.people.assisted import open_to

        open_to.allow("participation:enter", "participation:follow", "participation:organisation")
        protection.watch_pages()
        personal_data.register()
        privacy_notice.register()
        notices.register()
        organisations.register()
        moderation.declare()
