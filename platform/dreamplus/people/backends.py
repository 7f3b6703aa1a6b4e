"""Who is signed in: the account library's backend; the person is read with a statement that is compiled once."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as OfTheLibrary

from dreamplus.core.prepared import Prepared
from dreamplus.people.models import User

_by_key = Prepared(lambda: User._default_manager.filter(pk=0))


class AuthenticationBackend(OfTheLibrary):
    """The library's, but for how a person is read in each request."""

    def get_user(self, user_id: Any) -> User | None:
        user = _by_key.one(User._meta.pk.to_python(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
