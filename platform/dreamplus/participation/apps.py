from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "dreamplus.participation"
    label = "participation"

    def ready(self) -> None:
        from dreamplus.participation import (  # noqa: F401 - handlers and periodic jobs register
            moderation,
            notice,
            notices,
            personal_data,
            protection,
            tasks,
        )

        protection.watch_pages()
        personal_data.register()
        notice.register()
        notices.register()
        moderation.declare()
