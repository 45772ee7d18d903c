"""The certified oidc-provider as a process of its own, set up as one kind of identity provider."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joserfc.jwk import RSAKey

from server.features.login.oidc.client.keys import client_key
from tests.support.servers.server import free_port

HERE = Path(__file__).resolve().parent
START_SECONDS = 60.0

KARI_NUMBER = "47906701517"
"""Of a test person: ID-porten's own example."""
KARI = {"name": "Kari Nordmann", "given_name": "Kari", "family_name": "Nordmann"}
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "idporten": {"kari": {"pid": KARI_NUMBER}},
    "helseid": {
        "kari": KARI
        | {
            "helseid://claims/identity/pid": KARI_NUMBER,
            "helseid://claims/identity/security_level": "4",
            "helseid://claims/hpr/hpr_number": "431001110",
        },
        "low": {
            "name": "Lav Sikkerhet",
            "helseid://claims/identity/pid": KARI_NUMBER,
            "helseid://claims/identity/security_level": "3",
        },
    },
    "ansattporten": {
        "kari": {
            "pid": KARI_NUMBER,
            "authorization_details": [
                {
                    "type": "ansattporten:altinn:resource",
                    "resource": "urn:altinn:resource:samplan",
                    "authorized_parties": [
                        {
                            "orgno": {"authority": "iso6523-actorid-upis", "ID": "0192:910244132"},
                            "name": "SANDVIK SKOLE",
                        }
                    ],
                }
            ],
        }
    },
    "generic": {"kari": KARI},
}
MORE: Mapping[str, Mapping[str, str]] = {
    "ansattporten": {
        "ACR": "idporten-loa-high",
        "AUTHORIZATION_DETAILS": json.dumps(
            [{"type": "ansattporten:altinn:resource", "resource": "urn:altinn:resource:samplan"}]
        ),
    },
    "generic": {"TITLE": "Sandvik kommune"},
}
"""Settings that only this profile has."""
KEYS = {"SAMPLAN_SECRET_KEY": "secret" * 8, "SAMPLAN_IDENTITY_KEY": "0123456789abcdef" * 4}
"""Settings of a server that has a provider."""
CLIENT_ID = "samplan"


class CertifiedProvider:
    """``name``: of its settings; usually that of its profile. ``people``: who logs in here, with what is said
    of each, instead of those that the tests of all providers share."""

    def __init__(
        self, profile: str, directory: Path, name: str = "", people: Mapping[str, Any] | None = None
    ) -> None:
        self.profile, self.name, self.port = profile, name or profile, free_port()
        self._people = PEOPLE[profile] if people is None else people
        self._key_file = directory / f"{self.name}.pem"
        self._key = RSAKey.generate_key(2048, auto_kid=False).as_pem(private=True).decode()
        self._key_file.write_text(self._key)
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.log: list[str] = []

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a server whose people log in here."""
        fields = {
            "PROFILE": self.profile,
            "ISSUER": self.issuer,
            "CLIENT_ID": CLIENT_ID,
            "PRIVATE_KEY_FILE": str(self._key_file),
            "TEST": "1",
            **MORE.get(self.profile, {}),
        }
        prefix = f"SAMPLAN_OIDC_{self.name.upper()}"
        return {f"{prefix}_{field}": value for field, value in fields.items()}

    async def start(self, url: str) -> None:
        """``url``: of the server. Returns when it listens."""
        node = shutil.which("node")
        assert node, "node is not on the PATH (make puts its own there)"
        assert (HERE / "node_modules").is_dir(), "run: make tests/support/providers/node_modules/.installed"
        place = f"{url}/login/{self.name}"
        asked = {
            "port": self.port,
            "profile": self.profile,
            "people": self._people,
            "client": {
                "client_id": CLIENT_ID,
                "redirect_uris": [f"{place}/callback"],
                "post_logout_redirect_uris": [f"{url}/logg-inn?ut"],
                "backchannel_logout_uri": f"{place}/backchannel-logout",
                "backchannel_logout_session_required": True,
                "jwks": {"keys": [dict(client_key(self._key).public)]},
            },
        }
        self._process = await asyncio.create_subprocess_exec(
            node, str(HERE / "provider.mjs"), json.dumps(asked),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(ready))
        async with asyncio.timeout(START_SECONDS):
            await ready.wait()
        assert "ready" in self.log, "\n".join(self.log)

    async def _read(self, ready: asyncio.Event) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self.log.append(line.decode().rstrip())
            if self.log[-1] == "ready":
                ready.set()
        ready.set()

    async def stop(self) -> None:
        """It ends when its input does."""
        if self._process is None or self._reading is None:
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._reading
        self._process = None
