"""Reads the words of `dreamplus …` and calls the command they name."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from dreamplus.conf.env import Env, SettingError

Command = Callable[[argparse.Namespace], int]
WITH_WORDS_OF_THEIR_OWN = ("manage", "count", "verify", "issuer")


def main(words: Sequence[str] | None = None) -> int:
    """Exit status of the command: 0 done, 1 done with something to mend, 2 could not be done."""
    arguments, rest = parser().parse_known_args(words)
    if rest and arguments.command not in WITH_WORDS_OF_THEIR_OWN:
        print(f"dreamplus {arguments.command} does not know: {' '.join(rest)}", file=sys.stderr)
        return 2
    arguments.rest = rest
    try:
        run: Command = arguments.run
        return run(arguments)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Every command with its options; the documentation of hosts follows it."""
    top = argparse.ArgumentParser(prog="dreamplus", description="Runs and looks after one instance of DREAM+.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve pages, push live figures and run tasks")
    serve.add_argument("--together", action="store_true", help="one process for all three: a village, a demonstration")
    serve.add_argument("--host", default="127.0.0.1", help="address listened on (a web server stands before it)")
    serve.add_argument("--port", type=int, default=8000, help="port of the pages")
    serve.add_argument("--live-port", type=int, default=8001, help="port of the live figures (not with --together)")
    serve.add_argument("--web-processes", type=int, default=1, help="processes for pages (PostgreSQL only)")
    serve.set_defaults(run=run_serve)
    migrate = commands.add_parser("migrate", help="bring database, translations and static files to this version")
    migrate.set_defaults(run=run_migrate)
    found = commands.add_parser("found", help="make the first pages of a new instance")
    found.add_argument("name", help="what people read at the top: “Commune de Wattrelin”")
    found.add_argument("--tagline", help="a few words under the name")
    found.add_argument("--email", help="address of the office that answers")
    found.add_argument("--primary", help="first colour, as #17408b")
    found.add_argument("--accent", help="second colour, as #b3361b")
    found.add_argument("--languages", default="fr", help="languages of the site, the first is its own: fr,nl")
    found.set_defaults(run=run_found)
    doctor = commands.add_parser("doctor", help="what is misconfigured here, in plain words")
    doctor.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
    doctor.set_defaults(run=run_doctor)
    purge = commands.add_parser("purge", help="erase what has been kept long enough, as each night")
    purge.add_argument("--dry-run", action="store_true", help="only say what would go")
    purge.set_defaults(run=run_purge)
    erasures = commands.add_parser("erasures", help="erase again whom a restored backup brought back")
    erasures.add_argument("action", choices=("list", "replay"), help="list: how many; replay: erase them again")
    erasures.set_defaults(run=run_erasures)
    count = commands.add_parser(
        "count", help="count published ballots: no database, settings or server", add_help=False
    )
    count.set_defaults(run=run_count)
    verify = commands.add_parser(
        "verify", help="verify a published secret vote: no database, settings or server", add_help=False
    )
    verify.set_defaults(run=run_verify)
    issuer = commands.add_parser(
        "issuer", help="sign tokens of secret votes behind a socket: no settings or database", add_help=False
    )
    issuer.set_defaults(run=run_issuer)
    secret = commands.add_parser("secret", help="print a good DREAM_SECRET")
    secret.set_defaults(run=run_secret)
    manage = commands.add_parser("manage", help="Django's own commands", add_help=False)
    manage.set_defaults(run=run_manage)
    return top


def choose_settings() -> None:
    """Points Django at the settings of this machine's role, unless told otherwise. Raises `SettingError`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"dreamplus.conf.settings.{Env()('DREAM_ROLE')}")


def run_count(arguments: argparse.Namespace) -> int:
    """Loaded by this command alone: a server that runs for months has no use for it."""
    from polls.rules.tally import command

    return command.main(arguments.rest, name="dreamplus count")


def run_verify(arguments: argparse.Namespace) -> int:
    """Loaded by this command alone, as `count`."""
    from polls.secret import command

    return command.main(arguments.rest)


def run_issuer(arguments: argparse.Namespace) -> int:
    """A process of its own, which loads neither Django nor a site."""
    from polls.secret.issuer import server

    return server.main(arguments.rest)


def run_serve(arguments: argparse.Namespace) -> int:
    choose_settings()
    from dreamplus.cli import serve

    return serve.run(arguments)


def run_migrate(arguments: argparse.Namespace) -> int:
    choose_settings()
    from dreamplus.cli import migrate

    return migrate.run()


def run_found(arguments: argparse.Namespace) -> int:
    choose_settings()
    from dreamplus.cli import found

    return found.run(arguments)


def run_doctor(arguments: argparse.Namespace) -> int:
    choose_settings()
    from dreamplus.cli import doctor

    return doctor.run(as_json=arguments.json)


def run_purge(arguments: argparse.Namespace) -> int:
    choose_settings()
    from dreamplus.cli import rights

    return rights.purge(dry_run=arguments.dry_run)


def run_erasures(arguments: argparse.Namespace) -> int:
    choose_settings()
    from dreamplus.cli import rights

    return rights.erasures(replay=arguments.action == "replay")


def run_secret(arguments: argparse.Namespace) -> int:
    import secrets

    print(secrets.token_urlsafe(48))
    return 0


def run_manage(arguments: argparse.Namespace) -> int:
    choose_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dreamplus manage", *arguments.rest])
    return 0
