import pytest
from django.db import IntegrityError

from dreamplus.people.models import User


@pytest.mark.database_promise
@pytest.mark.django_db
def test_one_account_for_one_address() -> None:
    User.objects.create_user("Marie@exemple.fr")
    with pytest.raises(IntegrityError):
        User.objects.create_user("marie@exemple.fr")
