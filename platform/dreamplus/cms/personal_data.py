"""What pages, the page editor and the contact page hold about a person: mostly about the staff, who write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision, UploadedFile
from wagtail.users.models import UserProfile

from dreamplus.cms.caches import remembered
from dreamplus.cms.contact import ContactMessage
from dreamplus.cms.media import Document, Image
from dreamplus.cms.pages import PersonalDataPage
from dreamplus.cms.services import messages
from dreamplus.people import personal_data, retention
from dreamplus.people.models import User
from dreamplus.people.personal_data import PersonalData, goes_with_the_account, nothing_to_tell
from dreamplus.people.processings import Controller
from dreamplus.people.sessions import addresses_of


def register() -> None:
    """Called once, when the applications are ready: every model is known by then."""
    _register_pages()
    _register_the_editor()
    _register_messages()
    _exempt()


def controller() -> Controller:
    """Who answers for the data, as the compulsory page says it, in the site's own language first."""
    return remembered("controller", _controller)


def _controller() -> Controller:
    page = PersonalDataPage.objects.live().order_by("path").first()
    return Controller(name=page.controller, officer=page.officer) if page else Controller()


def _register_pages() -> None:
    for model, export, erase, what in (
        ("wagtailcore.Page", _pages, _leave_pages, _("The pages you created or locked")),
        ("wagtailcore.Revision", _revisions, _leave_revisions, _("The versions of pages that you saved")),
        ("wagtailcore.PageLogEntry", _page_log, _leave_page_log, _("What you did to pages, and when")),
        ("wagtailcore.ModelLogEntry", _model_log, _leave_model_log, _("What you did to settings and pictures")),
        ("cms.Image", _sent(Image), _unname(Image, "uploaded_by_user"), _("The pictures you sent")),
        ("cms.Document", _sent(Document), _unname(Document, "uploaded_by_user"), _("The documents you sent")),
    ):
        personal_data.register(PersonalData(model, export, erase, what=what, why="editing", keep="editorial"))


def _register_the_editor() -> None:
    """What Wagtail keeps beside the pages; most of it is switched off here, and empty."""
    account = partial(PersonalData, export=nothing_to_tell, why="editing", keep="account")
    kept = partial(PersonalData, export=nothing_to_tell, why="editing", keep="editorial")
    settings = _("Your preferences in the page editor")
    begun = _("What you have begun in the page editor")
    remarks = _("Your remarks on drafts, and steps of approval")
    for data in (
        account("wagtailusers.UserProfile", erase=_forget_avatar, what=settings),
        account("wagtailcore.PageSubscription", erase=goes_with_the_account, what=settings),
        account("wagtailcore.APIToken", erase=goes_with_the_account, what=settings),
        account("wagtailadmin.EditingSession", erase=goes_with_the_account, what=begun),
        account("wagtailadmin.FormState", erase=goes_with_the_account, what=begun),
        account("wagtailcore.UploadedFile", erase=_forget_uploads, what=begun),
        account("wagtailcore.ReferenceIndex", erase=_forget_references, what=_("Which pages refer to which things")),
        account("wagtailsearch.IndexEntry", erase=_forget_index, what=_("The words by which things are found")),
        kept("wagtailcore.Comment", erase=_library("wagtailcore.Comment", "resolved_by"), what=remarks),
        kept("wagtailcore.CommentReply", erase=goes_with_the_account, what=remarks),
        kept("wagtailcore.TaskState", erase=_library("wagtailcore.TaskState", "finished_by"), what=remarks),
        kept("wagtailcore.WorkflowState", erase=_library("wagtailcore.WorkflowState", "requested_by"), what=remarks),
        kept("wagtailimages.Image", erase=_library("wagtailimages.Image"), what=_("The pictures you sent")),
        kept("wagtaildocs.Document", erase=_library("wagtaildocs.Document"), what=_("The documents you sent")),
    ):
        personal_data.register(data)


def _register_messages() -> None:
    personal_data.register(
        PersonalData(
            "cms.ContactMessage",
            _messages,
            _forget_messages,
            what=_("The messages you sent from the contact page with your address"),
            why="contact",
            keep="contact",
        )
    )

    retention.register(
        retention.Purge(
            "contact",
            "contact",
            _("messages of the contact page"),
            lambda at: messages.due(at).count(),
            lambda at: messages.purge(at=at),
        )
    )


def _exempt() -> None:
    mine = {data.model for data in personal_data.registered()}
    pages = {model._meta.label for model in apps.get_models() if issubclass(model, Page)} - mine
    personal_data.exempt(
        *pages, because="words published in the name of the collectivité; who wrote them is wagtailcore.Page's to say"
    )
    personal_data.exempt("cms.PageVisits", because="how often a page was read on a day: nobody is in it")
    personal_data.exempt("cms.PageText", because="the public words of published pages, for the search")
    personal_data.exempt("cms.Brand", because="name and line of the collectivité")
    personal_data.exempt("cms.Rendition", "wagtailimages.Rendition", because="the same picture at another size")
    library = ("Locale", "Site", "Collection", "CollectionViewRestriction", "PageViewRestriction", "Task", "Workflow")
    personal_data.exempt(
        *(f"wagtailcore.{name}" for name in library),
        "taggit.Tag",
        "taggit.TaggedItem",
        "wagtailredirects.Redirect",
        "wagtailembeds.Embed",
        because="settings of the site and words of its pages",
    )
    if apps.is_installed("wagtail.search") and "sqliteftsindexentry" in apps.all_models["wagtailsearch"]:
        personal_data.exempt("wagtailsearch.SQLiteFTSIndexEntry", because="the same rows as wagtailsearch.IndexEntry")


def _unname(model: type[models.Model], field: str) -> personal_data.Erase:
    def erase(*, user: User, at: datetime) -> None:
        model._default_manager.filter(**{field: user}).update(**{field: None})

    return erase


def _library(label: str, field: str = "uploaded_by_user") -> personal_data.Erase:
    return _unname(apps.get_model(label), field)


def _sent(model: type[models.Model]) -> Callable[[User], list[dict[str, Any]]]:
    def export(user: User) -> list[dict[str, Any]]:
        found = model._default_manager.filter(uploaded_by_user=user).order_by("pk")
        return [{"title": one.title, "at": one.created_at.isoformat()} for one in found]  # type: ignore[attr-defined]  # both have them

    return export


def _pages(user: User) -> list[dict[str, Any]]:
    found = Page.objects.filter(Q(owner=user) | Q(locked_by=user)).order_by("pk")
    return [{"title": page.title, "address": page.url_path} for page in found]


def _leave_pages(*, user: User, at: datetime) -> None:
    Page.objects.filter(owner=user).update(owner=None)
    Page.objects.filter(locked_by=user).update(locked_by=None, locked=False, locked_at=None)


def _revisions(user: User) -> list[dict[str, Any]]:
    found = Revision.objects.filter(user=user).order_by("pk")
    return [{"title": one.object_str, "at": one.created_at.isoformat()} for one in found]


def _leave_revisions(*, user: User, at: datetime) -> None:
    """A version keeps the whole row of its page, owner and lock included."""
    Revision.objects.filter(user=user).update(user=None)
    named = Revision.objects.filter(Q(content__owner=user.pk) | Q(content__locked_by=user.pk))
    for revision in named.iterator():
        for field in ("owner", "locked_by"):
            if revision.content.get(field) == user.pk:
                revision.content[field] = None
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _page_log(user: User) -> list[dict[str, Any]]:
    found = PageLogEntry.objects.filter(user=user).order_by("pk")
    return [{"what": one.action, "title": one.label, "at": one.timestamp.isoformat()} for one in found]


def _leave_page_log(*, user: User, at: datetime) -> None:
    PageLogEntry.objects.filter(user=user).update(user=None)


def _model_log(user: User) -> list[dict[str, Any]]:
    found = ModelLogEntry.objects.filter(user=user).exclude(_about(user)).order_by("pk")
    return [{"what": one.action, "title": one.label, "at": one.timestamp.isoformat()} for one in found]


def _leave_model_log(*, user: User, at: datetime) -> None:
    """Lines about the person's own account carry their name: they go."""
    ModelLogEntry.objects.filter(_about(user)).delete()
    ModelLogEntry.objects.filter(user=user).update(user=None)


def _about(user: User) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))


def _forget_avatar(*, user: User, at: datetime) -> None:
    profile = UserProfile.objects.filter(user=user).exclude(avatar="").first()
    if profile is not None:
        _delete_file(profile.avatar)


def _forget_uploads(*, user: User, at: datetime) -> None:
    """Files sent and not yet made a picture or a document."""
    for upload in UploadedFile.objects.filter(uploaded_by_user=user):
        _delete_file(upload.file)
        upload.delete()


def _delete_file(file: Any) -> None:
    """Once the erasure is committed: a file does not come back with a transaction."""
    storage, name = file.storage, file.name
    transaction.on_commit(lambda: storage.delete(name))


def _forget_references(*, user: User, at: datetime) -> None:
    person = ContentType.objects.get_for_model(User)
    key = str(user.pk)
    ReferenceIndex.objects.filter(
        Q(to_content_type=person, to_object_id=key) | Q(base_content_type=person, object_id=key)
    ).delete()


def _forget_index(*, user: User, at: datetime) -> None:
    apps.get_model("wagtailsearch.IndexEntry").objects.filter(_about(user)).delete()


def _messages(user: User) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference,
            "subject": str(one.get_subject_display()),
            "name": one.name,
            "email": one.email,
            "message": one.message,
            "at": one.created_at.isoformat(),
        }
        for one in ContactMessage.objects.filter(_from(user)).order_by("pk")
    ]


def _forget_messages(*, user: User, at: datetime) -> None:
    """The office has received them; what it keeps in its mailbox is its own affair."""
    ContactMessage.objects.filter(_from(user)).delete()


def _from(user: User) -> Q:
    condition = Q()
    for address in addresses_of(user):
        condition |= Q(email__iexact=address)
    return condition
