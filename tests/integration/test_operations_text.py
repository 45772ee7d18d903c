"""The units, commands, alarms and users of docs/operations.md, given to the programs they are for."""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from server.settings import from_environment
from server.telemetry.counts import Counts, Standing
from server.telemetry.metrics import Metrics
from tests.support.clients.people import Person
from tests.support.operations_text import ALARMS, OPERATIONS, blocks, file, files, with_changes
from tests.support.servers.server import Server
from tests.support.wide import seldom_concerned

UNITS = "/etc/systemd/system/"
PROGRAM = "/opt/samplan/.venv/bin/samplan"
LINK = re.compile(rf"^ln -s (\S+) {UNITS}(\S+)$", re.MULTILINE)
METRIC = re.compile(r"\b(?:samplan|process)_[a-z_]+")
WATCHED = {"mmap", "mprotect", "socket"}
"""Allowed, but not with everything: see ``MemoryDenyWriteExecute`` and ``RestrictAddressFamilies``."""
OF_HISTOGRAMS = re.compile(r"_(bucket|sum|count)$")


def run(*command: str | Path, script: str = "", **options: object) -> str:
    """What a program says; fails if the program does."""
    done = subprocess.run(command, input=script, capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload]
    said = str(done.stdout + done.stderr)
    assert done.returncode == 0, said
    return said


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units of the text with their drop-ins, linked as the text says."""
    for path, (text,) in files(UNITS).items():
        at = tmp_path / path.removeprefix(UNITS)
        at.parent.mkdir(exist_ok=True)
        at.write_text(text.replace(PROGRAM, sys.executable))
    links = [link for block in blocks("sh") for link in LINK.findall(block)]
    assert len(links) == 3
    for target, place in links:
        folder = tmp_path / place
        folder.mkdir()
        (folder / Path(target).name).symlink_to(target)
        assert (folder / Path(target).name).is_file()
    return sorted(each for each in tmp_path.iterdir() if each.is_file())


def test_systemd_takes_the_units(units: Sequence[Path]) -> None:
    assert [unit.name for unit in units] == [
        "samplan-backup.service",
        "samplan-backup.timer",
        "samplan-migrate.service",
        "samplan-worker.service",
        "samplan@.service",
    ]
    assert run("systemd-analyze", "verify", *units) == ""


def test_units_go_on_trying_however_often_they_failed(units: Sequence[Path]) -> None:
    """systemd gives up after five starts in ten seconds, and the migration fails while a database is late."""
    found = {}
    for unit in units:
        sections = unit.read_text(encoding="utf-8").split("[Service]")
        restarts = directive(sections[-1], "Restart")
        if restarts:
            found[unit.name] = (directive(sections[0], "StartLimitIntervalSec"), restarts)
    assert found == {
        "samplan-migrate.service": (["0"], ["on-failure"]),
        "samplan-worker.service": (["0"], ["always"]),
        "samplan@.service": (["0"], ["always"]),
    }


def test_what_a_unit_may_do_is_as_little_as_the_text_says(units: Sequence[Path]) -> None:
    services = [unit for unit in units if unit.suffix == ".service"]
    said = run("systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20", *services)
    exposures = re.findall(r"Overall exposure level for \S+: (\S+)", said)
    stated = re.findall(r"exposure (\S+) of 10", OPERATIONS.read_text(encoding="utf-8"))
    assert exposures == stated * len(services)


@seldom_concerned
async def test_a_process_makes_only_calls_that_its_unit_allows(tmp_path: Path) -> None:
    hardening = file(f"{UNITS}samplan@.service.d/hardening.conf")
    allowed, refused = (set[str]().union(*map(filtered, groups)) for groups in filters(hardening))
    allowed -= refused
    if os.geteuid() == 0:
        allowed |= {
            "fchown"
        }  # SQLite gives its files to the owner of the database only where it runs as root
    # What is allowed is not traced: that would make the process many times slower.
    quick = ",".join(f"?{call}" for call in sorted(allowed - WATCHED))
    trace = tmp_path / "trace"
    tracer = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace=!{quick}", "-e", "signal=none")
    server = Server(tmp_path, command_prefix=(*tracer, "-o", str(trace)))
    await server.prepare()
    await server.start()
    owner = await Person(server, "owner").log_in()
    socket = await owner.connect()
    document = await socket.open((await owner.part("goal"))["document"])
    document.type("Skrevet mens noen ser på. ")
    await document.saved()
    await owner.close()
    await server.stop()
    calls = re.findall(r"^\d+ +(\w+)\((.*)", trace.read_text(), re.MULTILINE)
    assert {name for name, _ in calls} <= WATCHED
    assert not [of for _, of in calls if "PROT_WRITE" in of and "PROT_EXEC" in of]
    families = {of.split(",")[0] for name, of in calls if name == "socket"}
    assert families
    assert families <= set(directive(hardening, "RestrictAddressFamilies")[0].split())


def directive(unit: str, name: str) -> list[str]:
    """The values of each line of that name."""
    return re.findall(rf"^{name}=(.*)$", unit, re.MULTILINE)


def filters(unit: str) -> tuple[list[str], list[str]]:
    """The groups of system calls that it allows, and those of them that it refuses again."""
    lines = directive(unit, "SystemCallFilter")
    refused = [line.removeprefix("~") for line in lines if line.startswith("~")]
    return " ".join(line for line in lines if not line.startswith("~")).split(), " ".join(refused).split()


def filtered(group: str) -> set[str]:
    """The system calls of a group, with those of the groups in it."""
    words = [line.strip() for line in run("systemd-analyze", "syscall-filter", group).splitlines()[1:]]
    names = {word for word in words if word and not word.startswith("#")}
    inner = {name for name in names if name.startswith("@")}
    return (names - inner).union(*(filtered(name) for name in inner))


def test_the_commands_are_commands() -> None:
    assert len(blocks("sh")) > 10
    for block in blocks("sh"):
        assert run("bash", "-n", "-", script=block) == "", block


def test_the_backup_of_the_timer_is_one_and_nobody_elses(tmp_path: Path, demo_database: Path) -> None:
    unit = file(f"{UNITS}samplan-backup.service")
    for line in re.findall(r"^ExecStart\w*=(.*)$", unit, re.MULTILINE):
        command = line.replace("$$", "$").replace("%%", "%")
        command = command.replace("/var/lib/samplan/samplan.db", str(demo_database))
        run(*shlex.split(command), cwd=tmp_path, umask=0o077)
    (backup,) = tmp_path.glob("samplan-*.db")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT count(*) FROM persons").fetchone()[0] > 0


def test_where_there_is_no_database_there_is_no_backup(tmp_path: Path) -> None:
    """An empty one would look like a backup until it is needed."""
    line = directive(file(f"{UNITS}samplan-backup.service"), "ExecStart")[0]
    changes = {"$$": "$", "%%": "%", "/var/lib/samplan/samplan.db": str(tmp_path / "elsewhere.db")}
    command = shlex.split(with_changes(line, changes))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "unable to open database" in done.stderr) == (1, True)
    assert not list(tmp_path.glob("*.db"))


def test_a_secret_comes_from_a_credential(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("of nobody else\n")
    text = with_changes(file(f"{UNITS}samplan@.service.d/credentials.conf"), {PROGRAM: "/usr/bin/printenv"})
    command = directive(text, "ExecStart")[-1].replace("$$", "$")
    command = with_changes(command, {"serve": "SAMPLAN_SECRET_KEY"})
    environment = {**os.environ, "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert run(*shlex.split(command), env=environment) == "of nobody else\n"


def test_the_settings_of_the_text_are_taken() -> None:
    one, several = files("/etc/samplan.env")["/etc/samplan.env"]
    for text in (one, several):
        settings = dict(line.split("=", 1) for line in re.sub(r"<[^>]+>", "0" * 48, text).splitlines())
        read = from_environment(settings)
        assert read.public_url == "https://plan.example.no"
        assert read.proxies
    assert read.redis_url


def test_prometheus_takes_the_alarms() -> None:
    assert "SUCCESS" in run("promtool", "check", "rules", ALARMS)


def test_prometheus_takes_its_configuration(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("0" * 48)
    changes = {
        "/opt/samplan/docs/operations/alarms.yml": str(ALARMS),
        "/etc/prometheus/samplan-token": str(tmp_path / "token"),
    }
    configuration = tmp_path / "prometheus.yml"
    configuration.write_text(with_changes(file("/etc/prometheus/prometheus.yml"), changes))
    assert "SUCCESS" in run("promtool", "check", "config", configuration)


class Spoken:
    """Messages between processes, of which there were none."""

    published = dropped = received = forged = stale = unreadable = reconnects = 0
    echo_seconds = 0.0


def exported() -> set[str]:
    """The families of metrics that a process among others has."""
    told = Metrics(Counts(), Standing, dict, Spoken()).render().decode()
    return {line.split()[2] for line in told.splitlines() if line.startswith("# TYPE")}


def explained() -> set[str]:
    """Those in the first column of the table of metrics."""
    text = OPERATIONS.read_text(encoding="utf-8")
    table = re.findall(r"^\| metric .*\n\|---.*\n((?:\|.*\n)+)", text, re.MULTILINE)[0]
    names = [name for row in table.splitlines() for name in re.findall(r"`([a-z_]+)", row.split("|")[1])]
    return {name if name.startswith("process_") else f"samplan_{name}" for name in names}


def test_the_table_explains_every_metric_and_no_other() -> None:
    assert explained() == exported()


def test_alarms_and_texts_speak_of_metrics_that_there_are() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    named = METRIC.findall(ALARMS.read_text(encoding="utf-8")) + re.findall(r"samplan_[a-z_]+", text)
    families = {OF_HISTOGRAMS.sub("", name) for name in named} - {"samplan_"}
    assert len(families) > 15
    assert families <= exported()
