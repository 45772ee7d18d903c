"""The server without a limit on the rate of requests: what is left are the bounds. Run as a script."""

from __future__ import annotations

import os

from tests.support.servers.server import Server

ENDLESS = 1e12


class UnlimitedServer(Server):
    serves = ("-m", "tests.support.servers.unlimited")


def main() -> None:
    from server.serving import run_server
    from server.settings import from_environment
    from server.web.rate_limits import Rate
    from server.web.runner import Rates

    endless = Rate(burst=ENDLESS, per_second=ENDLESS)
    run_server(from_environment(os.environ), Rates(endless, endless))


if __name__ == "__main__":
    main()
