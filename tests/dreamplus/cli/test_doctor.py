"""What the doctor says of an instance, check by check, in a good state and in a bad one."""

import json
from datetime import timedelta

import pytest

from dreamplus.cli import doctor
from dreamplus.cli.doctor import configuration, content, machine
from dreamplus.cli.doctor.finding import Severity
from dreamplus.cms.services import follow_origin, found_site
from dreamplus.core import clock
from dreamplus.core.models import TaskRun, TaskState
from dreamplus.people.roles import Role
from dreamplus.people.services import create_confirmed_user, grant_role

GOOD_SECRET = "v9Zk3qLxT8rWm2YdPb6NfUc7HsJ4GaEo"
PUBLIC, LOCAL = "https://participer.exemple.fr", "http://127.0.0.1:8000"
BOX = "https://urne.exemple.fr"
SECRET_VOTES = {"DREAM_BOX": BOX, "DREAM_BOX_TOKEN": "x", "DREAM_WITNESS": PUBLIC}
N, W, D = Severity.NOTE, Severity.WARNING, Severity.DANGER


def severities(check):
    return [finding.severity for finding in check()]


@pytest.mark.parametrize(
    ("check", "changes", "expected"),
    [
        (configuration.debug, {"DEBUG": False}, []),
        (configuration.debug, {"DEBUG": True, "DREAM_ORIGIN": PUBLIC}, [D]),
        (configuration.debug, {"DEBUG": True, "DREAM_ORIGIN": LOCAL}, [W]),
        (configuration.secret, {"SECRET_KEY": GOOD_SECRET}, []),
        (configuration.secret, {"SECRET_KEY": "a" * 60}, [D]),
        (configuration.secret, {"SECRET_KEY": "please-change-me-1234567890-abcdefgh"}, [D]),
        (configuration.demonstration, {"DREAM_DEMONSTRATION": False}, []),
        (configuration.demonstration, {"DREAM_DEMONSTRATION": True}, [N]),
        (configuration.loopback_federation, {"DREAM_ALLOW_LOOPBACK": False, "DREAM_DEMONSTRATION": False}, []),
        (configuration.loopback_federation, {"DREAM_ALLOW_LOOPBACK": True, "DREAM_DEMONSTRATION": False}, [W]),
        (configuration.https, {"DREAM_ORIGIN": PUBLIC}, []),
        (configuration.https, {"DREAM_ORIGIN": LOCAL}, [N]),
        (configuration.https, {"DREAM_ORIGIN": "http://participer.exemple.fr"}, [D]),
        (configuration.hosts, {"ALLOWED_HOSTS": ["participer.exemple.fr"]}, []),
        (configuration.hosts, {"ALLOWED_HOSTS": ["*"]}, [D]),
        (configuration.mail, {"EMAIL_BACKEND": "x.filebased.X", "DREAM_DEMONSTRATION": False}, [D]),
        (configuration.mail, {"EMAIL_BACKEND": "x.filebased.X", "DREAM_DEMONSTRATION": True}, []),
        (configuration.territory, {"DREAM_ROLE": "instance", "DREAM_TERRITORY": ""}, [W]),
        (configuration.territory, {"DREAM_ROLE": "instance", "DREAM_TERRITORY": "59350"}, []),
        (configuration.territory, {"DREAM_ROLE": "hub", "DREAM_TERRITORY": ""}, []),
        (configuration.secret_votes, {"DREAM_BOX": "", "DREAM_BOX_TOKEN": "", "DREAM_WITNESS": ""}, []),
        (configuration.secret_votes, {"DREAM_BOX": BOX, "DREAM_BOX_TOKEN": "", "DREAM_WITNESS": ""}, [W]),
        (configuration.secret_votes, {"DREAM_BOX": BOX, "DREAM_BOX_TOKEN": "x", "DREAM_WITNESS": PUBLIC}, []),
        (
            configuration.secret_votes,
            {"DREAM_BOX": PUBLIC, "DREAM_ORIGIN": PUBLIC, "DREAM_BOX_TOKEN": "x", "DREAM_WITNESS": BOX},
            [D],
        ),
        (configuration.issuer, {"DREAM_BOX": "", "DREAM_BOX_TOKEN": "", "DREAM_WITNESS": ""}, []),
        (configuration.issuer, SECRET_VOTES | {"DREAM_ISSUER": ""}, [W]),
        (configuration.issuer, SECRET_VOTES | {"DREAM_ISSUER": "/nowhere/socket"}, [D]),
    ],
)
def test_a_setting_is_judged(settings, check, changes, expected):
    for name, value in changes.items():
        setattr(settings, name, value)
    assert severities(check) == expected


def test_a_mail_server_that_is_away_is_a_danger(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    assert severities(configuration.mail) == [D]


def test_sqlite_is_said_and_a_missing_shared_cache_too(settings):
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
    assert "SQLite" in next(configuration.shared_cache()).sentence
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
    settings.DREAM_REDIS = ""
    assert "one web process" in next(configuration.shared_cache()).sentence
    settings.DREAM_REDIS = "redis://localhost"
    assert severities(configuration.shared_cache) == []


def test_a_data_folder_that_others_read_is_a_danger(settings, tmp_path):
    settings.DREAM_DATA = tmp_path
    tmp_path.chmod(0o700)
    assert severities(machine.data_folder) == []
    tmp_path.chmod(0o755)
    assert severities(machine.data_folder) == [D]
    settings.DREAM_DATA = tmp_path / "nowhere"
    assert severities(machine.data_folder) == [D]


def test_a_key_that_others_read_is_a_danger(settings, tmp_path):
    settings.DREAM_KEYS = tmp_path
    key = tmp_path / "signing.pem"
    key.touch(mode=0o600)
    assert severities(machine.keys) == []
    key.chmod(0o644)
    assert severities(machine.keys) == [D]


@pytest.mark.parametrize(("free", "expected"), [(100 * 1024**2, [D]), (1024**3, [W]), (50 * 1024**3, [])])
def test_a_disk_that_fills_is_told_in_time(settings, tmp_path, monkeypatch, free, expected):
    settings.DREAM_DATA = tmp_path
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert severities(machine.disk) == expected


@pytest.mark.parametrize(("kept", "expected"), [(True, []), (False, [W]), (None, [N])])
@pytest.mark.django_db
def test_a_clock_nobody_keeps_is_told(monkeypatch, kept, expected):
    monkeypatch.setattr(machine, "clock_is_synchronised", lambda: kept)
    assert severities(machine.time_kept) == expected


@pytest.mark.django_db
def test_a_database_of_this_version_is_in_order():
    assert severities(machine.migrations) == []


def test_missing_style_sheets_are_a_danger(settings, tmp_path):
    settings.DREAM_DEMONSTRATION, settings.STATIC_ROOT = False, tmp_path
    assert severities(machine.static_files) == [D]
    (tmp_path / "staticfiles.json").touch()
    assert severities(machine.static_files) == []


@pytest.mark.django_db
class TestContent:
    def test_an_instance_without_administrator_is_a_danger(self):
        assert severities(content.administrators) == [D]
        user = create_confirmed_user(email="sacha@exemple.fr")
        grant_role(user=user, role=Role.ADMINISTRATOR, by=None, at=clock.now())
        assert severities(content.administrators) == []

    def test_staff_without_second_factor_are_counted_and_not_named(self):
        assert severities(content.second_factors) == []
        user = create_confirmed_user(email="sacha@exemple.fr")
        grant_role(user=user, role=Role.AGENT, by=None, at=clock.now())
        (finding,) = content.second_factors()
        assert finding.sentence.startswith("1 of 1")
        assert "sacha" not in finding.sentence

    def test_a_site_without_pages_or_at_another_address_is_told(self, settings):
        settings.DREAM_ORIGIN = "https://participer.exemple.fr"
        assert severities(content.address) == [D]
        found_site(name="Commune d’Exemple")
        assert severities(content.address) == []
        settings.DREAM_ORIGIN = "https://ici.exemple.fr"
        assert severities(content.address) == [W]
        assert follow_origin()
        assert severities(content.address) == []
        assert not follow_origin()

    def test_empty_mentions_are_named_with_their_page(self):
        found_site(name="Commune d’Exemple")
        (finding,) = content.compulsory_pages()
        assert finding.severity == W
        assert "Mentions légales" in finding.sentence

    def test_dead_and_late_tasks_are_told_apart(self):
        at = clock.now()
        assert severities(content.tasks) == [N]  # nothing was done yet
        TaskRun.objects.create(name="polls.receipts", state=TaskState.DONE, due_at=at, enqueued_at=at, finished_at=at)
        assert severities(content.tasks) == []
        TaskRun.objects.create(name="polls.receipts", state=TaskState.DEAD, due_at=at, enqueued_at=at, finished_at=at)
        assert severities(content.tasks) == [W]
        hour_ago = at - timedelta(hours=1)
        TaskRun.objects.create(name="polls.receipts", due_at=hour_ago, enqueued_at=hour_ago)
        assert severities(content.tasks) == [W, D]


@pytest.mark.django_db
def test_the_worst_finding_is_the_exit_status(capsys, settings):
    settings.SECRET_KEY = "a" * 60
    assert doctor.run(as_json=True) == Severity.DANGER
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["findings"][0]["severity"] == "DANGER"
    assert settings.SECRET_KEY not in str(told)


@pytest.mark.django_db
def test_words_for_a_person_name_the_remedy(capsys, settings):
    settings.SECRET_KEY = "a" * 60
    doctor.run(as_json=False)
    printed = capsys.readouterr().out
    assert "DANGER  DREAM_SECRET can be guessed" in printed
    assert "→ Replace it" in printed


@pytest.mark.parametrize(("library", "expected"), [("libpangoft2-1.0.so.0", []), (None, [W])])
def test_a_machine_without_pango_draws_no_letters(monkeypatch, library, expected):
    monkeypatch.setattr(machine, "find_library", lambda _name: library)
    assert severities(machine.pdf) == expected
