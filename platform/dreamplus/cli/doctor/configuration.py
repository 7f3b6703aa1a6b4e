"""What the settings say."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from dreamplus.cli.doctor.finding import Check, Finding, danger, note, warning
from dreamplus.conf.env import is_loopback

ANSWER_WITHIN = 5  # seconds, for the mail server


def on_loopback() -> bool:
    """Whether the public address is this machine's own."""
    return is_loopback(urlsplit(settings.DREAM_ORIGIN).hostname or "")


def debug() -> Iterator[Finding]:
    if settings.DEBUG:
        say = warning if on_loopback() else danger
        yield say("DREAM_DEBUG is on: an error page shows code and settings to whoever meets it.", "Set DREAM_DEBUG=0.")


def secret() -> Iterator[Finding]:
    text = settings.SECRET_KEY
    if len(set(text)) < 16 or any(word in text.lower() for word in ("secret", "change", "exemple", "example")):
        yield danger(
            "DREAM_SECRET can be guessed: sessions and codes can be forged.",
            "Replace it by what `dreamplus secret` prints.",
        )


def demonstration() -> Iterator[Finding]:
    """Off loopback the settings refuse it before anything starts."""
    if settings.DREAM_DEMONSTRATION:
        yield note("This is a demonstration: people are invented, and every e-mail can be read.")


def loopback_federation() -> Iterator[Finding]:
    if settings.DREAM_ALLOW_LOOPBACK and not settings.DREAM_DEMONSTRATION:
        yield warning(
            "DREAM_ALLOW_LOOPBACK is on: the federation may speak to programs of this machine, without https.",
            "Set DREAM_ALLOW_LOOPBACK=0; it is for developers.",
        )


def https() -> Iterator[Finding]:
    if settings.DREAM_ORIGIN.startswith("https:"):
        return
    if on_loopback():
        yield note("The public address is this machine's own: nobody else reaches it.")
    else:
        yield danger(
            "DREAM_ORIGIN has no https: codes and sessions travel in clear.",
            "Give the site a certificate (Caddy does it alone), then write https:// in DREAM_ORIGIN.",
        )


def hosts() -> Iterator[Finding]:
    if any(host in ("*", ".") or host.startswith("*") for host in settings.ALLOWED_HOSTS):
        yield danger(
            "DREAM_HOSTS answers any host name: links in e-mails can be turned elsewhere.",
            "Write the names one by one.",
        )


def mail() -> Iterator[Finding]:
    if "filebased" in settings.EMAIL_BACKEND:
        if not settings.DREAM_DEMONSTRATION:
            yield danger("No mail server: nobody receives the code to sign in.", "Set DREAM_MAIL.")
        return
    if "smtp" not in settings.EMAIL_BACKEND:
        return
    trouble = mail_trouble()
    if trouble:
        yield danger(f"The mail server does not take our e-mails: {trouble}.", "Look at DREAM_MAIL, then there.")


def mail_trouble() -> str:
    """What the mail server answers to a greeting and our sign-in, or nothing. No e-mail is sent."""
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=ANSWER_WITHIN) as server:
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except smtplib.SMTPAuthenticationError:
        return "it refuses the user or the password"
    except (OSError, smtplib.SMTPException) as error:
        return type(error).__name__ if not str(error) else str(error)[:200]
    return ""


def shared_cache() -> Iterator[Finding]:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield note(
            "The database is SQLite: one process serves pages, fit for a village.",
            "Choose PostgreSQL (DREAM_DATABASE) as soon as a vote binds anybody.",
        )
    elif not settings.DREAM_REDIS:
        yield note(
            "No DREAM_REDIS: keep to one web process, or limits on attempts are counted apart in each.",
            "Set DREAM_REDIS before `--web-processes 2`.",
        )


def territory() -> Iterator[Finding]:
    if settings.DREAM_ROLE == "instance" and not settings.DREAM_TERRITORY:
        yield warning("DREAM_TERRITORY is not set: the region cannot tell whose results these are.", "Set the code.")


def secret_votes() -> Iterator[Finding]:
    """All three or none; the box under a host that no cookie of the site reaches."""
    told = [settings.DREAM_BOX, settings.DREAM_BOX_TOKEN, settings.DREAM_WITNESS]
    if any(told) and not all(told):
        yield warning(
            "Secret votes are half set up: they are not offered.",
            "Set DREAM_BOX, DREAM_BOX_TOKEN and DREAM_WITNESS, or none of them: docs/hosts/secret-votes.md.",
        )
    box, site = (urlsplit(address).hostname for address in (settings.DREAM_BOX, settings.DREAM_ORIGIN))
    if settings.DREAM_BOX and box == site:
        yield danger(
            "The box of secret votes has the host name of the site: browsers would send it the site’s cookies.",
            "Give it a host name of its own.",
        )


def issuer() -> Iterator[Finding]:
    """Who signs tokens: a process of its own, and one that answers."""
    if not (settings.DREAM_BOX and settings.DREAM_BOX_TOKEN and settings.DREAM_WITNESS):
        return
    if not settings.DREAM_ISSUER:
        yield warning(
            "Tokens of secret votes are signed by the site itself: whoever takes it over could copy the keys.",
            "Start `dreamplus issuer` under a user of its own and set DREAM_ISSUER: docs/hosts/secret-votes.md.",
        )
        return
    from polls.secret.issuer.server import is_there

    if not is_there(settings.DREAM_ISSUER):
        yield danger(
            f"Nobody answers at {settings.DREAM_ISSUER} (DREAM_ISSUER): no token can be drawn.",
            "See whether `dreamplus issuer` runs, and whether this user may write to its socket.",
        )


CHECKS: tuple[Check, ...] = (
    debug,
    secret,
    demonstration,
    loopback_federation,
    https,
    hosts,
    mail,
    shared_cache,
    territory,
    secret_votes,
    issuer,
)
