"""The server with other rates of requests than its own. Run as a script: burst, and requests a second."""

from __future__ import annotations

import os
import sys

from tests.support.servers.server import Server


class UnlimitedServer(Server):
    """Without a limit on the rate of requests: what is left are the bounds."""

    serves = ("-m", "tests.support.servers.rated", "1e12", "1e12")


class SpentServer(Server):
    """Answers a hundred requests of each, and then one a day: however slow the machine, more are too many."""

    serves = ("-m", "tests.support.servers.rated", "100", "1e-5")


def main() -> None:
    from server.serving import run_server
    from server.settings import from_environment
    from server.web.rate_limits import Rate
    from server.web.runner import Rates

    rate = Rate(*map(float, sys.argv[1:]))
    run_server(from_environment(os.environ), Rates(rate, rate))


if __name__ == "__main__":
    main()
