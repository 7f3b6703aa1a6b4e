from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "dreamplus.participation"
    label = "participation"

    def ready(self) -> None:
        from dreamplus.participation import notice, personal_data, protection, tasks  # noqa: F401 - handlers and periodic jobs register

        protection.watch_pages()
        personal_data.register()
        notice.register()
