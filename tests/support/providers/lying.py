"""An identity provider that says whatever a test has it say, signed as a test has it signed."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.servers.server import free_port

CLIENT_ID = "samplan"
Claims = dict[str, Any]


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def signed(claims: Mapping[str, Any], key: RSAKey, **header: str) -> str:
    head = {"alg": "RS256", "kid": str(key.kid), **header}
    return jwt.encode(head, dict(claims), key, algorithms=[head["alg"]], default_type=None)


def unsigned(claims: Mapping[str, Any], key: RSAKey) -> str:
    """``alg: none``, as an attacker would write it: no library does."""
    return f"{_front(claims, key, 'none')}."


def signed_with_the_public_key(claims: Mapping[str, Any], key: RSAKey) -> str:
    """``HS256`` under what everybody has: whoever takes any algorithm believes it."""
    front = _front(claims, key, "HS256")
    return f"{front}.{_coded(hmac.digest(key.as_pem(private=False), front.encode(), 'sha256'))}"


def _front(claims: Mapping[str, Any], key: RSAKey, algorithm: str) -> str:
    head = json.dumps({"alg": algorithm, "kid": key.kid})
    return f"{_coded(head.encode())}.{_coded(json.dumps(claims).encode())}"


def _coded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass
class Lies:
    """What is other than it should be at the next login."""

    claims: Claims = field(default_factory=dict)
    """Replaces claims of the ID token; ``None`` leaves one out."""
    sign: Callable[[Mapping[str, Any], RSAKey], str] = signed
    key: RSAKey | None = None
    token: Mapping[str, Any] = field(default_factory=dict)
    """Replaces what the token endpoint answers; ``None`` leaves it out."""
    status: int = 200
    nonces: tuple[str, ...] = ()
    """Of DPoP: asked for in turn, one for each request."""


class LyingProvider:
    def __init__(self, claims: Mapping[str, Any], directory: Path, name: str) -> None:
        self.name, self.port = name, free_port()
        self.truth, self.lies = dict(claims), Lies()
        self.key = new_key(name)
        self.keys: list[RSAKey] = [self.key]
        self.asked: dict[str, str] = {}
        """The last request for a login."""
        self.requests: list[tuple[str, dict[str, str], Mapping[str, str]]] = []
        """Path, form and headers of each request of the server."""
        self.used: set[str] = set()
        self.down = False
        self.metadata: dict[str, Any] = {}
        self._key_file = directory / f"{name}.pem"
        self._key_file.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, profile: str, **fields: str) -> dict[str, str]:
        named = {
            "PROFILE": profile,
            "ISSUER": self.issuer,
            "CLIENT_ID": CLIENT_ID,
            "PRIVATE_KEY_FILE": str(self._key_file),
            **fields,
        }
        return {f"SAMPLAN_OIDC_{self.name.upper()}_{each}": value for each, value in named.items()}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        app = Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describes),
                Route("/jwks", self._shows_keys),
                Route("/par", self._takes, methods=["POST"]),
                Route("/token", self._redeems, methods=["POST"]),
                Route("/userinfo", self._names),
            ]
        )
        server = _Server(uvicorn.Config(app, port=self.port, log_config=None, lifespan="off", ws="none"))
        serving = asyncio.create_task(server.serve())
        await server.listening.wait()
        yield
        server.should_exit = True
        await serving

    def claims(self) -> Claims:
        """Of a true ID token, as of now, with the lies."""
        now = int(time.time())
        true = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "kari",
            "nonce": self.asked.get("nonce"),
            "iat": now,
            "exp": now + 120,
            **self.truth,
            **self.lies.claims,
        }
        return {name: value for name, value in true.items() if value is not None}

    def logout_token(self, **changes: Any) -> str:
        now = int(time.time())
        events: Claims = {"http://schemas.openid.net/event/backchannel-logout": {}}
        true = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "jti": "1", "events": events, **changes}
        said = {name: value for name, value in true.items() if value is not None}
        return self.lies.sign(said, self.lies.key or self.key)

    async def _describes(self, _: Request) -> Response:
        if self.down:
            return Response(status_code=503)
        at = self.issuer
        return JSONResponse(
            {
                "issuer": at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
                "userinfo_endpoint": f"{at}/userinfo",
                "pushed_authorization_request_endpoint": f"{at}/par",
                "end_session_endpoint": f"{at}/end",
                "jwks_uri": f"{at}/jwks",
                "authorization_response_iss_parameter_supported": True,
                **self.metadata,
            }
        )

    async def _shows_keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def _takes(self, request: Request) -> Response:
        self.asked = await self._form(request)
        return JSONResponse({"request_uri": "urn:pushed", "expires_in": 60}, 201)

    async def _redeems(self, request: Request) -> Response:
        form = await self._form(request)
        if self.lies.nonces:
            nonce, *rest = self.lies.nonces
            self.lies.nonces = tuple(rest)
            return JSONResponse({"error": "use_dpop_nonce"}, 400, {"DPoP-Nonce": nonce})
        if form["code"] in self.used:
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.used.add(form["code"])
        bound = "DPoP" if "dpop" in request.headers else "Bearer"
        answer = {
            "access_token": "access",
            "token_type": bound,
            "id_token": self.lies.sign(self.claims(), self.lies.key or self.key),
            **self.lies.token,
        }
        said = {name: value for name, value in answer.items() if value is not None}
        return JSONResponse(said, self.lies.status)

    async def _names(self, _: Request) -> Response:
        return JSONResponse(
            {"sub": self.lies.token.get("sub", "kari"), "name": "Kari Nordmann", "acr": "high"}
        )

    async def _form(self, request: Request) -> dict[str, str]:
        form = dict(parse_qsl((await request.body()).decode()))
        self.requests.append((request.url.path, form, request.headers))
        return form


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """They are the tests'."""
        yield
