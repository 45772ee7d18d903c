"""The command line: ``samplan serve | migrate | demo | verify-log | restored``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import commands
from .demo import NotADemo
from .ports.log import StorageUnavailable
from .serving import DatabaseRestored
from .settings import SettingsError, from_environment
from .storage.database.migrate import SchemaNewer, SchemaUnknown
from .storage.errors import NotDurable, Served, WrongAddress
from .telemetry.spans import NotInstalled
from .transport.listening import CannotListen
from .version import version

INTERRUPTED = 130
"""A shell's exit code for a command that Ctrl-C ended."""


def main() -> int:
    options = vars(_parser().parse_args())
    command = options.pop("command")
    try:
        return int(command(from_environment(os.environ), **options))
    except (SettingsError, CannotListen) as error:
        print(f"samplan: {error}", file=sys.stderr)
    except (SchemaNewer, NotADemo) as error:
        print(f"samplan: {error}", file=sys.stderr)
    except (StorageUnavailable, SchemaUnknown, NotDurable, Served, WrongAddress) as error:
        print(f"samplan: SAMPLAN_DATABASE_URL: {' '.join(str(error).split())}", file=sys.stderr)
    except DatabaseRestored:
        print("samplan: the database was restored while this process served it", file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED  # the server has drained by now: uvicorn raises the signal again after that
    except NotInstalled:
        print(
            "samplan: OTEL_EXPORTER_OTLP_ENDPOINT: spans need more packages, pip install '.[tracing]'",
            file=sys.stderr,
        )
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samplan", description="An individuell plan as a shared live document."
    )
    parser.add_argument("--version", action="version", version=f"samplan {version()}")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command, does in (
        ("serve", commands.serve, "answer on HOST and PORT"),
        ("migrate", commands.migrate, "bring the database to this version's schema"),
        ("demo", commands.demo, "create the demo plan, if it is not there"),
        ("verify-log", commands.verify_log, "check that the access log is what was written"),
        ("restored", commands.restored, "after a restore: pages discard their copies, all sessions end"),
    ):
        added = subparsers.add_parser(name, help=does, description=does)
        added.set_defaults(command=command)
        if command is commands.verify_log:
            added.add_argument(
                "--seals",
                metavar="FILE",
                type=Path,
                action="append",
                default=[],
                help="a file of seals, or a log of the program, that was kept elsewhere; may be repeated",
            )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
