"""The three content policies, chosen by address: readers' pages, the staff side, pages embedded elsewhere.

Nothing inline runs anywhere. A response may still bring a stricter policy of its own (documents do).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class Policy(StrEnum):
    """Which policy a page has."""

    PUBLIC = "public"
    STAFF = "staff"
    EMBED = "embed"


STAFF_ADDRESS = "admin/"
EMBED_ADDRESS = "integrer/"

# What differs from `CONTENT_SECURITY_POLICY`, which is the readers'.
DIFFERENCES: dict[Policy, dict[str, Any]] = {
    Policy.PUBLIC: {},
    # Wagtail's editor measures and places its menus with style attributes, and previews pages in a frame.
    Policy.STAFF: {
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
    },
    # A small figure of a vote on another site: no form, no script of ours acts there.
    Policy.EMBED: {"frame-ancestors": ["*"], "form-action": [NONE]},
}


def policy_of(route: str) -> Policy:
    """The policy of a pattern of `conf.urls`, as `ResolverMatch.route` writes it."""
    if route.startswith(STAFF_ADDRESS):
        return Policy.STAFF
    return Policy.EMBED if route.startswith(EMBED_ADDRESS) else Policy.PUBLIC


def directives(policy: Policy) -> dict[str, Any]:
    """Every directive of `policy`."""
    return settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | DIFFERENCES[policy]


class PolicyMiddleware(CSPMiddleware):
    """Sends the policy of the address; a preview is a reader's page that the staff side may hold in a frame."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            match = request.resolver_match
            chosen = policy_of(match.route if match else "")
            preview = {"frame-ancestors": [SELF]} if getattr(request, "is_preview", False) else {}
            parts.config = directives(chosen) | preview
        return parts
