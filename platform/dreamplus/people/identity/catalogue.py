"""The two services of the State: what each is called, asked for, and trusted with. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass

EIDAS = ("eidas1", "eidas2", "eidas3")


@dataclass(frozen=True)
class Service:
    """`button` and `question` are imposed by the service, in French whatever the language of the page.

    `acr_values` is what is asked for, `levels` what is taken for it: the same or better.
    """

    key: str
    name: str
    button: str
    question: str
    about: str
    scopes: tuple[str, ...]
    acr_values: str
    levels: tuple[str, ...]


FRANCECONNECT = Service(
    key="franceconnect",
    name="FranceConnect",
    button="S’identifier avec FranceConnect",
    question="Qu’est-ce que FranceConnect ?",
    about="https://franceconnect.gouv.fr/",
    scopes=(
        "openid",
        "given_name",
        "family_name",
        "birthdate",
        "gender",
        "birthplace",
        "birthcountry",
        "email",
        "preferred_username",
    ),
    acr_values="eidas1",
    levels=EIDAS,
)
PROCONNECT = Service(
    key="proconnect",
    name="ProConnect",
    button="S’identifier avec ProConnect",
    question="Qu’est-ce que ProConnect ?",
    about="https://www.proconnect.gouv.fr/",
    scopes=("openid", "given_name", "usual_name", "email", "uid", "siret", "idp_id"),
    acr_values="eidas1",
    levels=EIDAS,
)
SERVICES = {service.key: service for service in (FRANCECONNECT, PROCONNECT)}
