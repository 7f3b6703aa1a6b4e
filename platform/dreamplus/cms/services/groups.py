"""The roles of `people` in the words of Wagtail: two groups, one more for each part of the site in which somebody
writes, and what each may touch."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from dreamplus.cms.pages import HomePage
from dreamplus.people import roles as people_roles
from dreamplus.people.models import User
from dreamplus.people.permissions import parts_of

EDITORS = "dreamplus: pages"
ADMINISTRATORS = "dreamplus: brand"

# What a role of `people` must allow to belong to a group, and what the group may do in Wagtail.
GROUP_OF = {EDITORS: people_roles.Permission.EDIT_PAGES, ADMINISTRATORS: people_roles.Permission.MANAGE_BRAND}
GENERAL = {
    EDITORS: ["wagtailadmin.access_admin", "simple_translation.submit_translation"],
    ADMINISTRATORS: ["wagtailadmin.access_admin", "cms.change_brand"],
}
ON_PAGES = {EDITORS: ["add_page", "change_page", "publish_page"], ADMINISTRATORS: []}
# Wagtail asks for the permissions of its own models, whatever models stand in for them.
ON_FILES = {
    EDITORS: [
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
    ],
    ADMINISTRATORS: ["wagtailimages.add_image", "wagtailimages.choose_image"],
}
WAGTAILS_OWN = ("Editors", "Moderators")


OF_A_PART = "dreamplus: pages, "
"""Followed by the translation key of the page under which its people write."""


@transaction.atomic
def ensure_groups() -> None:
    """Makes both groups as written above, and those of parts, and nothing more than written. Running it again changes
    nothing."""
    Group.objects.filter(name__in=WAGTAILS_OWN, user=None).delete()
    homes = list(HomePage.objects.values_list("pk", flat=True))
    for name in GROUP_OF:
        group, _created = Group.objects.get_or_create(name=name)
        _allow(group, name, homes)
    for group in Group.objects.filter(name__startswith=OF_A_PART):
        _allow_on_part(group)


def assign_groups(*, user: User, roles: Several[people_roles.Role]) -> None:
    """Puts `user` in the groups that `roles` allow, and out of the others; and in those of the parts they write in.
    Called when roles change; idempotent."""
    ensure_groups()
    for name, permission in GROUP_OF.items():
        group = Group.objects.get(name=name)
        if _any_allows(roles, permission):
            user.groups.add(group)
        else:
            user.groups.remove(group)
    parts = parts_of(user, GROUP_OF[EDITORS]) or frozenset()
    names = {f"{OF_A_PART}{part}" for part in parts}
    user.groups.remove(*user.groups.filter(name__startswith=OF_A_PART).exclude(name__in=names))
    for name in sorted(names):
        group, _created = Group.objects.get_or_create(name=name)
        _allow_on_part(group)
        user.groups.add(group)
    Group.objects.filter(name__startswith=OF_A_PART, user=None).delete()


def _allow_on_part(group: Group) -> None:
    key = group.name.removeprefix(OF_A_PART)
    _allow(group, EDITORS, list(Page.objects.filter(translation_key=key).values_list("pk", flat=True)))


def _allow(group: Group, like: str, pages: list[int]) -> None:
    """Exactly what is written for the group `like`, on `pages` and below, and on every file."""
    known = _permissions()
    group.permissions.set([known[name] for name in GENERAL[like]])
    on_pages = {(page, known[f"wagtailcore.{codename}"].pk) for page in pages for codename in ON_PAGES[like]}
    _exactly(GroupPagePermission, "page_id", group, on_pages)
    everywhere = Collection.get_first_root_node().pk
    _exactly(
        GroupCollectionPermission, "collection_id", group, {(everywhere, known[name].pk) for name in ON_FILES[like]}
    )


def _any_allows(held: Iterable[people_roles.Role], permission: people_roles.Permission) -> bool:
    return any(people_roles.allows(role, permission) for role in held)


def _exactly(model: type[Model], where: str, group: Group, wanted: set[tuple[int, int]]) -> None:
    """The rows of `group` say `wanted`, pairs of what `where` names and of a permission, and nothing else."""
    rows = model._default_manager.filter(group=group)
    kept = {(place, permission): pk for pk, place, permission in rows.values_list("pk", where, "permission_id")}
    if stale := [pk for pair, pk in kept.items() if pair not in wanted]:
        rows.filter(pk__in=stale).delete()
    missing = sorted(wanted - kept.keys())
    model._default_manager.bulk_create(
        [model(group=group, permission_id=permission, **{where: place}) for place, permission in missing],
        ignore_conflicts=True,  # another request may just have written them
    )


def _permissions() -> dict[str, Permission]:
    """Those that are given here, as `application.codename`."""
    named = {name for names in (*GENERAL.values(), *ON_FILES.values()) for name in names}
    named |= {f"wagtailcore.{codename}" for names in ON_PAGES.values() for codename in names}
    labels, codenames = zip(*(name.split(".") for name in named), strict=True)
    found = Permission.objects.filter(content_type__app_label__in=labels, codename__in=codenames)
    return {f"{one.content_type.app_label}.{one.codename}": one for one in found.select_related("content_type")}
