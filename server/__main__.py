"""The command line: ``samplan serve | migrate | demo | municipality | verify-log | …``, see ``_parser``."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Any

from . import commands
from .catalogue import CatalogueError
from .demo import IncompleteDemo, NotADemo
from .domain.unit.rights import UnitRight
from .features.municipalities.command_line import NotDone
from .ports.log import StorageUnavailable
from .serving import DatabaseRestored
from .settings import SettingsError, from_environment
from .storage.database.migrate import SchemaNewer, SchemaUnknown
from .storage.errors import NotDurable, Served, WrongAddress
from .storage.identity.keys import WrongIdentityKey
from .telemetry.spans import NotInstalled
from .transport.listening import CannotListen
from .version import version
from .worker.process import DatabaseReplaced

INTERRUPTED = 130
"""A shell's exit code for a command that Ctrl-C ended."""


OF_PERSONS = (["leaver"], ["municipality", "give"], ["municipality", "end"])
"""The commands that take the id of a person."""
LIKE_AN_OPTION = re.compile(r"-[A-Za-z0-9_-]{21}")
"""One id in 64 of those that were drawn before ids never began so; no option is as long."""


def main() -> int:
    options = vars(_parser().parse_args(_with_ids(sys.argv[1:])))
    command = options.pop("command")
    try:
        return int(command(from_environment(os.environ), **options))
    except (SettingsError, CatalogueError, CannotListen) as error:
        print(f"samplan: {error}", file=sys.stderr)
    except (SchemaNewer, NotADemo, IncompleteDemo, NotDone) as error:
        print(f"samplan: {error}", file=sys.stderr)
    except (StorageUnavailable, SchemaUnknown, NotDurable, Served, WrongAddress) as error:
        print(f"samplan: SAMPLAN_DATABASE_URL: {' '.join(str(error).split())}", file=sys.stderr)
    except WrongIdentityKey as error:
        print(f"samplan: SAMPLAN_IDENTITY_KEY: {error}", file=sys.stderr)
    except (DatabaseRestored, DatabaseReplaced):
        print("samplan: the database was restored while this process served it", file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED  # the server has drained by now: uvicorn raises the signal again after that
    except NotInstalled:
        print(
            "samplan: OTEL_EXPORTER_OTLP_ENDPOINT: spans need more packages, pip install '.[tracing]'",
            file=sys.stderr,
        )
    return 1


def _with_ids(given: list[str]) -> list[str]:
    """Argparse takes what begins with a space for no option; ``str.strip`` reads it."""
    if not any(given[: len(command)] == command for command in OF_PERSONS):
        return given
    return [f" {each}" if LIKE_AN_OPTION.fullmatch(each) else each for each in given]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samplan", description="An individuell plan as a shared live document."
    )
    parser.add_argument("--version", action="version", version=f"samplan {version()}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command, does in (
        ("serve", commands.serve, "answer on HOST and PORT"),
        ("worker", commands.worker, "send messages and tell of deadlines, beside processes that serve"),
        ("migrate", commands.migrate, "bring the database to this version's schema"),
        ("demo", commands.demo, "create the demo plan and cases, if they are not there"),
        ("verify-log", commands.verify_log, "check that the access log is what was written"),
        (
            "forget-numbers",
            commands.forget_numbers,
            "after the identity key was lost or changed: forget what it hashed",
        ),
        ("restored", commands.restored, "after a restore: pages discard their copies, all sessions end"),
    ):
        added = subparsers.add_parser(name, help=does, description=does)
        added.set_defaults(command=command)
        if command is commands.demo:
            added.add_argument(
                "--plan-only",
                dest="cases",
                action="store_false",
                help="without the cases of the demo municipality",
            )
        if command is commands.verify_log:
            added.add_argument(
                "--seals",
                metavar="FILE",
                type=Path,
                action="append",
                default=[],
                help="a file of seals, or a log of the program, that was kept elsewhere; may be repeated",
            )
    _add_municipality(subparsers)
    _add_leaver(subparsers)
    return parser


def _add_leaver(subparsers: Any) -> None:
    does = "somebody has left an organisation: all their access for it ends at once"
    added = subparsers.add_parser("leaver", help=does, description=does)
    added.set_defaults(command=commands.leaver)
    added.add_argument("organisation", help="its number, nine digits")
    added.add_argument("person", type=str.strip, help="their id, as their own page shows it")


def _add_municipality(subparsers: Any) -> None:
    does = "the municipalities served here, their settings, and who is of their units"
    added = subparsers.add_parser("municipality", help=does, description=does)
    acts = added.add_subparsers(required=True, metavar="ACTION")
    for name, act, arguments, does in (
        ("list", "listed", (), "all of them"),
        ("add", "add", ("number", "name"), "a new one, with the usual settings"),
        ("show", "show", ("number",), "its settings as JSON"),
        ("set", "set", ("number",), "its settings, name or number"),
        ("rights", "rights", ("number",), "who holds which right in its unit"),
        ("give", "give", ("number", "person", "right"), "a right to a person, by their id"),
        ("end", "end", ("number", "person", "right"), "a right of a person"),
    ):
        one = acts.add_parser(name, help=does, description=does)
        one.set_defaults(command=commands.municipality, act=act)
        for argument in arguments:
            one.add_argument(
                argument,
                type=str.strip if argument == "person" else None,
                choices=[*UnitRight] if argument == "right" else None,
            )
        if name in ("give", "end"):
            one.add_argument("--workplace", default="", help="the service that a leader leads")
        if name == "set":
            one.add_argument("--name", help="what it is called from now on")
            one.add_argument("--number", dest="to", help="its number from now on")
            one.add_argument("--file", type=Path, help="as `show` prints them; the rest is as usual")


if __name__ == "__main__":
    raise SystemExit(main())
