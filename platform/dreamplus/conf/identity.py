"""From `DREAM_FRANCECONNECT_*` and `DREAM_PROCONNECT_*` to what `people.identity` is told."""

from __future__ import annotations

from dreamplus.conf.env import DOCUMENTATION, Env, SettingError

PARTS = ("ISSUER", "CLIENT_ID", "SECRET")


def identity_from(env: Env) -> dict[str, dict[str, str]]:
    """The three values of each service that is configured, by its short name.

    Raises `SettingError` when one or two of the three are missing.
    """
    values = {
        "franceconnect": {
            "ISSUER": env("DREAM_FRANCECONNECT_ISSUER"),
            "CLIENT_ID": env("DREAM_FRANCECONNECT_CLIENT_ID"),
            "SECRET": env("DREAM_FRANCECONNECT_SECRET"),
        },
        "proconnect": {
            "ISSUER": env("DREAM_PROCONNECT_ISSUER"),
            "CLIENT_ID": env("DREAM_PROCONNECT_CLIENT_ID"),
            "SECRET": env("DREAM_PROCONNECT_SECRET"),
        },
    }
    for service, parts in values.items():
        missing = [f"DREAM_{service.upper()}_{part}" for part in PARTS if not parts[part]]
        if missing and len(missing) < len(PARTS):
            raise SettingError(
                f"{' and '.join(missing)} must be set too: the three settings of this service go together, or none is "
                f"set. See {DOCUMENTATION}#{missing[0].lower()}."
            )
    return {
        service: {part.lower(): value for part, value in parts.items()}
        for service, parts in values.items()
        if parts["ISSUER"]
    }
