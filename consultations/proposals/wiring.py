"""What this application declares to those below it."""

from __future__ import annotations

_OPEN_WITH_HELP = (
    *("detail", "history", "write", "preview", "publish", "discard"),
    *("support", "published", "edit", "withdraw"),
)


def connect() -> None:
    """Called once, when the applications are ready."""
    from django.urls import reverse
    from django.utils.translation import gettext_lazy as _

    from consultations.proposals import comments, in_the_name_of, notices, of_organisation, personal_data
    from consultations.proposals.followup import tell
    from consultations.proposals.models import Proposal
    from consultations.proposals.pages import KIND, page_of
    from consultations.proposals.publish import result
    from consultations.proposals.queries import told
    from consultations.proposals.services.publish import RECEIPT_KIND, record_published
    from dreamplus.participation import followup, kinds, publishing
    from dreamplus.participation.rules.audience import Act
    from dreamplus.people.assisted import open_to

    open_to.allow(*(f"proposals:{name}" for name in _OPEN_WITH_HELP))
    kinds.register(
        kinds.Kind(
            slug=KIND,
            label=_("Collection of proposals"),
            acts=(Act.CONTRIBUTE, Act.SUPPORT, Act.COMMENT),
            href=lambda activity: page.url or "" if (page := page_of(activity)) else "",
            words=told,
            shown=record_published,
            has_rows=lambda activity: Proposal.objects.filter(activity=activity).exists(),
            actions=lambda activity: [
                kinds.Action(str(_("Answer the proposals")), reverse("proposals:waiting")),
                kinds.Action(str(_("Answer with a spreadsheet")), reverse("proposals:bulk", args=[activity.uuid])),
                kinds.Action(str(_("Themes")), reverse("proposals:themes", args=[activity.uuid])),
            ],
        )
    )
    publishing.register(KIND, result)
    followup.register(RECEIPT_KIND, tell)
    comments.declare()
    personal_data.register()
    notices.register()
    of_organisation.register()
    in_the_name_of.register()
