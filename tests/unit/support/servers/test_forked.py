from __future__ import annotations

import json
import os
import select
import signal

import pytest

from tests.support.servers.forked import can_be_forked, forked, usual_environment


async def said_by(statement: str, **environment: str) -> tuple[int, str]:
    """The exit code and the output of a process that runs ``statement`` once."""
    process = await forked("timeit", "-n1", "-r1", statement, environment=usual_environment() | environment)
    output, _ = await process.communicate()
    return await process.wait(), output.decode()


async def test_a_process_has_the_arguments_environment_folder_and_pid_it_was_given() -> None:
    process = await forked(
        *("timeit", "-n1", "-r1", "import os; print(os.environ, os.getcwd(), os.getpid())"),
        environment={"ONLY": "this"},
    )
    output = (await process.communicate())[0].decode()
    assert output.startswith("environ({'ONLY': 'this'}) ")
    assert output.split(") ")[1].split()[1] == str(process.pid)


async def test_both_outputs_are_heard_and_none_of_another_process() -> None:
    one = await forked("timeit", "-n1", "-r1", "input()", environment=usual_environment())
    code, output = await said_by("import sys; print('a', flush=True); print('b', file=sys.stderr)")
    assert (code, output.split()[:2]) == (0, ["a", "b"])
    assert b"EOFError" in (await one.communicate())[0], "there is nothing to be read"


async def test_the_exit_code_is_that_of_the_program() -> None:
    assert (await said_by("1 / 0"))[0] == 1
    assert (await said_by("import os; os.execvp('sh', ['sh', '-c', 'exit 7'])"))[0] == 7
    assert (await said_by("import os; os.kill(os.getpid(), 9)"))[0] == -signal.SIGKILL
    code, output = await said_by("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    assert (code, "KeyboardInterrupt" in output) == (1, True)


async def test_a_process_that_has_ended_can_be_sent_a_signal_until_its_end_was_heard_of() -> None:
    process = await forked("timeit", "-n1", "-r1", "pass", environment=usual_environment())
    ended = os.pidfd_open(process.pid)
    select.select([ended], [], [])  # without the event loop, which would hear of it
    os.kill(process.pid, signal.SIGTERM)
    assert await process.wait() == 0
    assert await process.stdout.read()
    with pytest.raises(ProcessLookupError):
        until_forgotten(process.pid)
    os.close(ended)


def until_forgotten(pid: int) -> None:
    while True:
        os.kill(pid, 0)


async def test_processes_do_not_share_what_is_drawn_by_lot() -> None:
    drawn = (
        "import pycrdt, random, secrets; print(pycrdt.Doc().client_id, random.random(), secrets.token_hex())"
    )
    one, other = [(await said_by(drawn))[1].split()[:3] for _ in range(2)]
    assert not set(one) & set(other)


async def test_the_modules_of_the_server_are_there_from_the_beginning_and_its_program_has_not_run() -> None:
    _, output = await said_by("import sys, json; print(json.dumps(list(sys.modules)))")
    modules = set(json.loads(output.splitlines()[0]))
    assert "server.serving" in modules
    assert not modules & {"server.__main__", "tests.support.servers.server"}


def test_what_python_reads_when_it_starts_needs_a_new_interpreter() -> None:
    usual = usual_environment()
    assert can_be_forked(usual | {"SAMPLAN_DEMO": "1", "HOME": "/"})
    assert not can_be_forked(usual | {"PYTHONPATH": "/"})
    assert not can_be_forked({})
