"""The roles of `people` in the words of Wagtail: two groups, and what each may touch."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from dreamplus.cms.pages import HomePage
from dreamplus.people import roles as people_roles
from dreamplus.people.models import User

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


@transaction.atomic
def ensure_groups() -> None:
    """Makes both groups as written above, and nothing more than written. Running it again changes nothing."""
    Group.objects.filter(name__in=WAGTAILS_OWN, user=None).delete()
    homes = list(HomePage.objects.all())
    everywhere = Collection.get_first_root_node()
    for name in GROUP_OF:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(GENERAL[name]))
        on_pages = _permissions(f"wagtailcore.{codename}" for codename in ON_PAGES[name])
        _exactly(group, homes, on_pages)
        on_files = _permissions(ON_FILES[name])
        GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=on_files).delete()
        for permission in on_files:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=everywhere, permission=permission)


def assign_groups(*, user: User, roles: Several[people_roles.Role]) -> None:
    """Puts `user` in the groups that `roles` allow, and out of the others. Called when roles change; idempotent."""
    ensure_groups()
    for name, permission in GROUP_OF.items():
        group = Group.objects.get(name=name)
        if _any_allows(roles, permission):
            user.groups.add(group)
        else:
            user.groups.remove(group)


def _any_allows(held: Iterable[people_roles.Role], permission: people_roles.Permission) -> bool:
    return any(people_roles.allows(role, permission) for role in held)


def _exactly(group: Group, homes: list[HomePage], permissions: list[Permission]) -> None:
    stale = GroupPagePermission.objects.filter(group=group)
    stale.exclude(page__in=homes, permission__in=permissions).delete()
    for home in homes:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=Page(pk=home.pk), permission=permission)


def _permissions(names: Iterable[str]) -> list[Permission]:
    found = []
    for name in names:
        app_label, codename = name.split(".")
        found.append(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return found
