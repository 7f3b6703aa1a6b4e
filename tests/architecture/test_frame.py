"""What keeps the frame straight."""

import re

from django.apps import apps
from django.conf import settings

from dreamplus.cli.clone import house


def test_platform_is_a_source_root_and_never_a_package():
    assert not (house.ROOT / "platform" / "__init__.py").exists()


def test_tests_are_no_package():
    assert [str(file) for file in house.tracked_files() if file.match("tests/**/__init__.py")] == []
    assert not (house.ROOT / "tests" / "platform").exists()


def test_labels_are_ours_alone():
    """A label of ours that a library may take tomorrow would break every migration: ours are told apart here."""
    library = {config.label for config in apps.get_app_configs() if config.name not in settings.HOUSE_APPS}
    ours = [config.label for config in apps.get_app_configs() if config.name in settings.HOUSE_APPS]
    assert len(ours) == len(set(ours)) == len(settings.HOUSE_APPS)
    assert library.isdisjoint(ours)


def test_tables_carry_the_label_of_their_application():
    wrong = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_config.name in settings.HOUSE_APPS
        and not model._meta.db_table.startswith(f"{model._meta.app_label}_")
    ]
    assert wrong == []


def test_migrations_are_named_for_what_they_do():
    names = [file.stem for file in house.tracked_files() if "migrations" in file.parts and file.stem != "__init__"]
    assert names
    assert [name for name in names if re.search(r"_auto_|_initial$", name) or not re.match(r"\d{4}_[a-z]", name)] == []


def test_one_migration_per_number_in_each_application():
    """Two migrations of the same number are two branches that nobody merged."""
    files = [file for file in house.tracked_files() if "migrations" in file.parts and file.stem != "__init__"]
    numbers = [(file.parent, file.stem[:4]) for file in files]
    assert sorted(numbers) == sorted(set(numbers))


FOREIGN = re.compile(
    r"https?://(?:pypi\.org/simple|files\.pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com)"
    r"|--(?:extra-)?index-url|\bfile:///(?!etc/)"
    r"|(?<![\w.])/(?:root|work|home/\w+)/"
)


PICTURES = (".woff2", ".png", ".jpg", ".webp")


def test_no_registry_address_and_no_path_of_a_machine():
    found = []
    for file in house.tracked_files():
        if file.name == "test_frame.py" or file.suffix in PICTURES:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if FOREIGN.search(line):
                found.append(f"{file.relative_to(house.ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_files_stay_short(record_property):
    """A file past 250 lines usually holds two subjects; we aim at a median of 60, a 90th percentile of 250."""
    lengths = sorted(len(file.read_text().splitlines()) for file in house.sources() if file.stem != "__init__")
    median, ninetieth = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    record_property("median file length", median)
    record_property("90th percentile of file lengths", ninetieth)
    figures = f"{len(lengths)} files: median {median} lines, 90th percentile {ninetieth}, longest {lengths[-1]}"
    assert median <= 100, figures
    assert ninetieth <= 250, figures
