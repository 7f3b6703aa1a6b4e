"""Who takes part, and who decides."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from dreamplus.people.names import LONGEST
from dreamplus.people.roles import ON_A_PART, STAFF, Role

NOWHERE = "@sans-adresse.invalid"
"""End of the address of people who have none: RFC 6761 keeps `.invalid` from ever leading anywhere."""


class UserManager(BaseUserManager["User"]):
    """People are known by their e-mail address alone."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email=(email or "").lower())


class User(AbstractUser):
    """A person with an account. The name shown is chosen by the person and never required.

    `is_staff` only says that roles are worth reading (`services` keeps it in step); it gives no right by itself.
    `is_superuser` is never set: rights come from `roles.TABLE`.
    """

    username = None  # type: ignore[assignment]  # the e-mail address stands for it
    first_name = None  # type: ignore[assignment]  # one name, as the person writes it
    last_name = None  # type: ignore[assignment]  # one name, as the person writes it
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(_("name shown"), max_length=LONGEST, blank=True)
    language = models.CharField(
        _("language of e-mails"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # no user name to create people by

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_for_one_address")]

    def __str__(self) -> str:
        return self.public_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def address(self) -> str:
        """Where letters reach the person; "" for an account of `services.open_account_without_address`."""
        return "" if self.email.endswith(NOWHERE) else self.email

    @property
    def public_name(self) -> str:
        """The name others see: the one chosen, or a word for a person who chose none. Never the address."""
        return self.display_name or str(_("A resident"))

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class RoleGrant(models.Model):
    """A role given to a person by another (or by the command line: `granted_by` is empty)."""

    STAFF_ROLES = [
        (Role.AGENT.value, _("agent")),
        (Role.OFFICIAL.value, _("elected official")),
        (Role.ASSISTANT.value, _("assistant of an elected official")),
        (Role.MODERATOR.value, _("moderator")),
        (Role.EVALUATOR.value, _("evaluator")),
        (Role.SCRUTINEER.value, _("scrutineer")),
        (Role.ANIMATOR.value, _("cyber-centre animator")),
        (Role.ADMINISTRATOR.value, _("administrator")),
        (Role.REGION_OFFICER.value, _("region’s officer")),
        (Role.JUROR.value, _("juror")),
        (Role.CONSULTANT.value, _("consultant")),
    ]
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=STAFF_ROLES)
    part = models.UUIDField(
        null=True, blank=True, help_text="Translation key of the page under which it holds; none: everywhere."
    )
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("role granted")
        verbose_name_plural = _("roles granted")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(part=None), name="one_grant_of_a_role_everywhere"
            ),
            models.UniqueConstraint(fields=["user", "role", "part"], name="one_grant_of_a_role_on_a_part"),
            models.CheckConstraint(
                condition=models.Q(part=None) | models.Q(role__in=sorted(role.value for role in ON_A_PART)),
                name="only_some_roles_hold_on_a_part",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(role.value for role in STAFF)), name="only_staff_roles_are_granted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class AssistantMandate(models.Model):
    """An elected official lets an assistant answer in their name, until a day or until it is taken back.

    It sleeps while the official does not hold that role (`assistants.standing`).
    """

    official = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mandates_given")
    assistant = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mandates_held")
    since = models.DateTimeField()
    until = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandate of an assistant")
        verbose_name_plural = _("mandates of assistants")
        constraints = [
            models.UniqueConstraint(fields=["official", "assistant"], name="one_mandate_of_an_assistant"),
            models.CheckConstraint(condition=~models.Q(official=models.F("assistant")), name="nobody_assists_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.official_id}: {self.assistant_id}"


class Residence(models.Model):
    """Where a person says that they live, and the year of their birth: what audiences ask, and nothing more.

    `area` is the code of a quarter (`territory.Quarter`), empty where the place has none. A counter that has seen a
    document makes the declaration a proof; nothing of the document is kept.
    """

    class Proof(models.TextChoices):
        DECLARED = "declared", _("declared by the person")
        COUNTER = "counter", _("seen at the counter")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="residence")
    area = models.CharField(_("quarter"), max_length=60, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    proof = models.CharField(max_length=10, choices=Proof.choices, default=Proof.DECLARED)
    declared_on = models.DateField()
    vouched_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("place of residence")
        verbose_name_plural = _("places of residence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year=None) | models.Q(birth_year__range=(1900, 2100)),
                name="residence_with_a_year_of_birth_that_can_be",
            ),
            models.CheckConstraint(
                condition=models.Q(proof="counter", vouched_on__isnull=False)
                | models.Q(proof="declared", vouched_on=None),
                name="residence_seen_at_the_counter_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.area}"


class TrustedBrowser(models.Model):
    """A browser in which the person's second factor is not asked for until `expires_at`; see `trust`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="trusted_browsers")
    digest = models.CharField(max_length=64, unique=True)
    browser = models.CharField(_("browser"), max_length=60)
    trusted_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("trusted browser")
        verbose_name_plural = _("trusted browsers")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.browser}"
