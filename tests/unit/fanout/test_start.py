"""What a process loads of the fan-out."""

from __future__ import annotations

import subprocess
import sys

from tests.support.servers.server import ROOT


def test_a_process_that_is_alone_does_not_load_the_client_of_redis() -> None:
    program = "import sys, server.__main__; print('redis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
