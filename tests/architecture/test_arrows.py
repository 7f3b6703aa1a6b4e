"""Who may point to whom: imports, foreign keys, templates. Downward only, and never both ways."""

import re
import subprocess
import sys

import grimp
from django.apps import apps
from django.conf import settings

from dreamplus.cli.clone import house, lint


def test_imports_keep_the_contracts():
    done = subprocess.run(
        [sys.executable, "-c", lint.IMPORTS, "--no-cache"],
        cwd=house.ROOT,
        env={"PYTHONPATH": f"{house.ROOT}:{house.ROOT / 'platform'}", "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_no_pair_of_applications_imports_each_other():
    graph = grimp.build_graph("dreamplus", "polls", "consultations", "deliberation")
    ours = sorted(name for name in settings.HOUSE_APPS if name in graph.modules)
    application = {
        module: max((app for app in ours if module == app or module.startswith(f"{app}.")), key=len, default=None)
        for module in graph.modules
    }
    arrows = {
        (application[module], application[imported])
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if application[module] and application.get(imported) and application[module] != application[imported]
    }
    assert arrows, "the graph was not read"
    assert [pair for pair in sorted(arrows) if pair[::-1] in arrows and pair[0] < pair[1]] == []


def test_every_application_stands_on_a_layer():
    assert [name for name in settings.HOUSE_APPS if house.room(name) is None] == []


def test_foreign_keys_point_downward():
    wrong = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if target and not isinstance(target, str) and not house.may_use(model.__module__, target.__module__):
                wrong.append(f"{model.__module__}.{model.__name__}.{field.name} → {target.__module__}")
    assert wrong == []


REFERENCE = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")


def test_templates_extend_and_include_downward():
    wrong = []
    for name, file in house.templates().items():
        for used in REFERENCE.findall(file.read_text()):
            other = house.templates().get(used)
            if other and not house.may_use(house.module_of(file), house.module_of(other)):
                wrong.append(f"{name} → {used}")
    assert wrong == []


def test_a_template_that_is_named_exists():
    from django.template.loader import get_template

    named = {used for file in house.templates().values() for used in REFERENCE.findall(file.read_text())}
    assert named
    of_form_widgets = {name for name in named if name.startswith("django/forms/")}  # Django finds them by other means
    for name in sorted(named - house.templates().keys() - of_form_widgets):
        get_template(name)  # a library's; raises TemplateDoesNotExist with its name
