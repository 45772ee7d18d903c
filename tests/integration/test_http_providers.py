"""Logins at providers that lie: each lie is refused with its token, and nobody is in.

The server is a process, and the provider answers over HTTP. What the browser does at the provider is left
out: it comes back with the code that a test gives it.
"""

from __future__ import annotations

import hashlib
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
import pytest_asyncio
from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey

from tests.support.clients.people import PLAIN
from tests.support.providers.certified import KARI_NUMBER, KEYS
from tests.support.providers.lying import (
    Lies,
    LyingProvider,
    new_key,
    signed,
    signed_with_the_public_key,
    unsigned,
)
from tests.support.servers.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

HIGH = {"acr": "idporten-loa-high", "pid": KARI_NUMBER, "sid": "sid"}
HELSEID = {
    "helseid://claims/identity/pid": KARI_NUMBER,
    "helseid://claims/identity/security_level": "4",
    "name": "Kari Nordmann",
}
DETAILS = '[{"type": "ansattporten:orgno"}]'
SKOLE = [{"type": "ansattporten:orgno", "orgno": {"ID": "0192:910244132"}, "name": "Sandvik skole"}]
ANOTHER = new_key("another")


class Site:
    """A server, and its providers by name."""

    def __init__(self, server: Server, providers: Mapping[str, LyingProvider]) -> None:
        self.server, self.providers = server, providers
        self.codes = 0

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.server.url, verify=PLAIN, timeout=30)

    async def begun(self, browser: httpx.AsyncClient, name: str, to: str = "/plan/x") -> dict[str, str]:
        """What the provider would send the browser back with."""
        answer = await browser.get(f"/login/{name}", params={"til": to})
        assert answer.status_code == 303, answer.text
        assert answer.headers["cache-control"] == "no-store"
        provider = self.providers[name]
        assert answer.headers["location"].startswith(
            f"{provider.issuer}/authorize?client_id=samplan&request_uri="
        )
        self.codes += 1
        return {"code": f"code-{self.codes}", "state": provider.asked["state"], "iss": provider.issuer}

    async def back(self, browser: httpx.AsyncClient, name: str, said: Mapping[str, Any]) -> str:
        """Where the browser is sent in the end."""
        answer = await browser.get(f"/login/{name}/callback", params=said)
        assert answer.status_code == 303, answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        return answer.headers["location"]

    async def logged_in(self, browser: httpx.AsyncClient, name: str) -> str:
        return await self.back(browser, name, await self.begun(browser, name))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    directory: Path = tmp_path_factory.mktemp("providers")
    idporten = LyingProvider(HIGH, directory, "idporten")
    helseid = LyingProvider(HELSEID, directory, "helseid")
    ansattporten = LyingProvider(HIGH | {"authorization_details": SKOLE}, directory, "ansattporten")
    generic = LyingProvider({"acr": "high"}, directory, "generic")
    providers = {each.name: each for each in (idporten, helseid, ansattporten, generic)}
    environment: dict[str, Any] = {
        **KEYS,
        **idporten.environment("idporten", TEST="1", ACR="idporten-loa-substantial"),
        **helseid.environment("helseid", TEST="1"),
        **ansattporten.environment(
            "ansattporten", TEST="1", ACR="idporten-loa-high", AUTHORIZATION_DETAILS=DETAILS
        ),
        **generic.environment("generic", ACR="high", ORGANISATION="910244132 Sandvik kommune"),
    }
    server = Server(directory, SAMPLAN_DEMO="0", **environment)
    await server.command("migrate")
    async with (
        idporten.running(),
        helseid.running(),
        ansattporten.running(),
        generic.running(),
    ):
        await server.start()
        yield Site(server, providers)
        await server.stop()


@pytest.fixture(autouse=True)
def truthful(site: Site) -> None:
    for provider in site.providers.values():
        provider.lies = Lies()


def failure(location: str) -> str:
    """The token in the address of the page of logins."""
    url = urlsplit(location)
    assert (url.scheme, url.netloc, url.path) == ("", "", "/logg-inn"), location
    return dict(parse_qsl(url.query))["feil"]


async def nobody_is_in(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/api/me")).status_code == 401
    assert [name for name in browser.cookies if name.startswith("samplan_session")] == []


@pytest.mark.parametrize("name", ["idporten", "helseid", "ansattporten", "generic"])
async def test_the_truth_is_believed(site: Site, name: str) -> None:
    async with site.browser() as browser:
        assert await site.logged_in(browser, name) == "/plan/x"
        assert (await browser.get("/api/me")).json()["provider"] == name
        assert list(browser.cookies) == ["samplan_session"]


async def test_a_name_that_the_provider_says_anew_is_theirs_from_the_login_on(site: Site) -> None:
    async with site.browser() as browser:
        for name in ("Kari Nordmann", "Kari Berg", "Kari): Alle får lese «Helse»"):
            site.providers["helseid"].lies = Lies({"name": name})
            await site.logged_in(browser, "helseid")
        assert (await browser.get("/api/me")).json()["name"] == "Kari Berg"


AT = int(time.time())
REFUSED, LEVEL, NUMBER = "login-refused", "login-level", "login-number"

WRONG_TOKENS: Mapping[str, tuple[str, Lies, str]] = {
    "another issuer": ("idporten", Lies({"iss": "https://evil.example"}), REFUSED),
    "no issuer": ("idporten", Lies({"iss": None}), REFUSED),
    "for another client": ("idporten", Lies({"aud": "another"}), REFUSED),
    "for nobody": ("idporten", Lies({"aud": None}), REFUSED),
    "for several, and made for another": ("idporten", Lies({"aud": ["samplan", "b"], "azp": "b"}), REFUSED),
    "for several, and nobody said": ("idporten", Lies({"aud": ["samplan", "b"]}), REFUSED),
    "made for another": ("idporten", Lies({"azp": "another"}), REFUSED),
    "another nonce": ("idporten", Lies({"nonce": "x"}), REFUSED),
    "no nonce": ("idporten", Lies({"nonce": None}), REFUSED),
    "a nonce that is no text": ("idporten", Lies({"nonce": ["x"]}), REFUSED),
    "expired": ("idporten", Lies({"exp": AT - 60}), REFUSED),
    "never expires": ("idporten", Lies({"exp": None}), REFUSED),
    "of tomorrow": ("idporten", Lies({"iat": AT + 86_400}), REFUSED),
    "of yesterday": ("idporten", Lies({"iat": AT - 86_400}), REFUSED),
    "of no time": ("idporten", Lies({"iat": None}), REFUSED),
    "not valid yet": ("idporten", Lies({"nbf": AT + 86_400}), REFUSED),
    "about nobody": ("idporten", Lies({"sub": None}), REFUSED),
    "about nobody in particular": ("idporten", Lies({"sub": ""}), REFUSED),
    "about somebody too long": ("idporten", Lies({"sub": "x" * 256}), REFUSED),
    "about somebody who cannot be kept": ("idporten", Lies({"sub": "a\x00b"}), REFUSED),
    "of a logout": ("idporten", Lies({"events": {}}), REFUSED),
    "not signed": ("idporten", Lies(sign=unsigned), REFUSED),
    "signed with our public key": ("idporten", Lies(sign=signed_with_the_public_key), REFUSED),
    "signed by another": ("idporten", Lies(key=ANOTHER), REFUSED),
    "signed by another under a known name": (
        "idporten",
        Lies(key=ANOTHER, sign=lambda claims, key: signed(claims, key, kid=KNOWN[0])),
        REFUSED,
    ),
    "of another kind": (
        "idporten",
        Lies(sign=lambda claims, key: signed(claims, key, typ="logout+jwt")),
        REFUSED,
    ),
    "no object": (
        "idporten",
        Lies(sign=lambda _, key: jws.serialize_compact({"alg": "RS256", "kid": str(key.kid)}, "[]", key)),
        REFUSED,
    ),
    "no token": ("idporten", Lies(token={"id_token": "a.b.c"}), REFUSED),
    "none": ("idporten", Lies(token={"id_token": None}), REFUSED),
    "too long": ("idporten", Lies({"more": "x" * 40_000}), REFUSED),
    "no level": ("idporten", Lies({"acr": None}), LEVEL),
    "a lower level": ("idporten", Lies({"acr": "idporten-loa-low"}), LEVEL),
    "a level nobody knows": ("idporten", Lies({"acr": "Level4"}), LEVEL),
    "a lower level of HelseID": ("helseid", Lies({"helseid://claims/identity/security_level": "3"}), LEVEL),
    "no level of HelseID": ("helseid", Lies({"helseid://claims/identity/security_level": None}), LEVEL),
    "no number": ("idporten", Lies({"pid": None}), NUMBER),
    "no number of HelseID": ("helseid", Lies({"helseid://claims/identity/pid": None}), NUMBER),
    "a number that is none": ("idporten", Lies({"pid": "12345678901"}), NUMBER),
    "no organisation": ("ansattporten", Lies({"authorization_details": None}), "login-organisation"),
    "several organisations": (
        "ansattporten",
        Lies({"authorization_details": [*SKOLE, {"orgno": {"ID": "0192:974760673"}}]}),
        "login-organisation",
    ),
    "a token for anybody": ("helseid", Lies(token={"token_type": "Bearer"}), REFUSED),
    "a token of another kind": ("generic", Lies(token={"token_type": "mac"}), REFUSED),
    "names of another": ("generic", Lies(token={"sub": "per"}), REFUSED),
    "an answer that is an error": ("idporten", Lies(status=400), REFUSED),
    "a nonce again and again": ("helseid", Lies(nonces=("a", "b", "c")), REFUSED),
    "an error of its own": ("idporten", Lies(status=500), "login-provider-down"),
}
KNOWN: list[str] = []


@pytest.mark.parametrize("lie", WRONG_TOKENS)
async def test_a_lie_is_refused_with_its_token(site: Site, lie: str) -> None:
    name, lies, token = WRONG_TOKENS[lie]
    provider = site.providers[name]
    KNOWN[:] = [str(provider.key.kid)]
    provider.lies = replace(lies)
    async with site.browser() as browser:
        assert failure(await site.logged_in(browser, name)) == token
        await nobody_is_in(browser)
        assert list(browser.cookies) == []
        provider.lies = Lies()
        assert await site.logged_in(browser, name) == "/plan/x"


async def test_an_invented_person_is_refused_where_people_are_real(tmp_path: Path) -> None:
    provider = LyingProvider(HIGH, tmp_path, "idporten")
    environment: dict[str, Any] = {**KEYS, **provider.environment("idporten")}
    server = Server(tmp_path, SAMPLAN_DEMO="0", **environment)
    await server.command("migrate")
    async with provider.running():
        await server.start()
        real = Site(server, {"idporten": provider})
        async with real.browser() as browser:
            assert failure(await real.logged_in(browser, "idporten")) == "login-test-person"
            await nobody_is_in(browser)
        await server.stop()


ANSWERS: Mapping[str, tuple[dict[str, Any], str]] = {
    "another state": ({"state": "x" * 43}, "login-expired"),
    "no state": ({"state": None}, "login-expired"),
    "a state that is another's in the end": ({"state": "+"}, "login-expired"),
    "from another issuer": ({"iss": "https://evil.example"}, REFUSED),
    "from nobody, where it is always said": ({"iss": None}, REFUSED),
    "no code": ({"code": None}, REFUSED),
    "a long code": ({"code": "x" * 4097}, REFUSED),
    "the code twice": ({"code": ["a", "b"]}, "login-expired"),
    "cancelled": ({"code": None, "error": "access_denied"}, "login-cancelled"),
    "cancelled, says another": ({"error": "access_denied", "iss": "https://evil.example"}, REFUSED),
    "an error": ({"code": None, "error": "<script>"}, REFUSED),
    "cannot": ({"code": None, "error": "temporarily_unavailable"}, "login-provider-down"),
}


@pytest.mark.parametrize("answer", ANSWERS)
async def test_an_answer_that_is_not_to_our_request_is_refused(site: Site, answer: str) -> None:
    changes, token = ANSWERS[answer]
    async with site.browser() as browser:
        said = await site.begun(browser, "idporten")
        before = len(site.providers["idporten"].requests)
        if changes.get("state") == "+":
            changes = {"state": f"{said['state'][:-1]}+"}
        given = {name: value for name, value in (said | changes).items() if value is not None}
        assert failure(await site.back(browser, "idporten", given)) == token
        await nobody_is_in(browser)
        assert len(site.providers["idporten"].requests) == before, "no code is sent to anybody"


async def test_an_answer_counts_only_in_the_browser_that_asked(site: Site) -> None:
    async with site.browser() as mine, site.browser() as theirs:
        said = await site.begun(theirs, "idporten")
        assert failure(await site.back(mine, "idporten", said)) == "login-expired"
        await nobody_is_in(mine)


async def test_an_answer_of_one_provider_is_no_answer_of_another(site: Site) -> None:
    async with site.browser() as browser:
        said = await site.begun(browser, "idporten")
        given = said | {"iss": site.providers["generic"].issuer}
        assert failure(await site.back(browser, "generic", given)) == REFUSED
        await nobody_is_in(browser)
        assert not [
            path for path, form, _ in site.providers["generic"].requests if form.get("code") == said["code"]
        ]


async def test_a_cookie_that_was_changed_is_none(site: Site) -> None:
    async with site.browser() as browser:
        said = await site.begun(browser, "idporten")
        [name] = [name for name in browser.cookies if name.startswith("samplan_login_")]
        sealed = browser.cookies[name]
        browser.cookies.clear()
        head, tag = sealed.rsplit(".", 1)
        changed = "A" if tag[0] != "A" else "B"  # the first letter: of the last some bits are nobody's
        browser.cookies.set(name, f"{head}.{changed}{tag[1:]}")
        assert failure(await site.back(browser, "idporten", said)) == "login-expired"
        await nobody_is_in(browser)


async def test_a_code_is_used_once(site: Site) -> None:
    async with site.browser() as browser, site.browser() as replaying:
        said = await site.begun(browser, "idporten")
        replaying.cookies.update(browser.cookies)
        assert await site.back(browser, "idporten", said) == "/plan/x"
        assert failure(await site.back(replaying, "idporten", said)) == REFUSED
        await nobody_is_in(replaying)
        # Who goes back to it is where they are already.
        assert await site.back(browser, "idporten", said) == "/"
        assert (await browser.get("/api/me")).status_code == 200


async def test_a_login_makes_a_session_of_its_own(site: Site) -> None:
    async with site.browser() as browser, site.browser() as with_the_old:
        await site.logged_in(browser, "idporten")
        with_the_old.cookies.update(browser.cookies)
        await site.logged_in(browser, "idporten")
        assert browser.cookies["samplan_session"] != with_the_old.cookies["samplan_session"]
        assert (await with_the_old.get("/api/me")).status_code == 401


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "/login/idporten",
        "/logg-inn?til=/",
        "/api/me",
        "/æ",
        "/" + "x" * 500,
        "",
    ],
)
async def test_nobody_is_led_elsewhere_after_a_login(site: Site, to: str) -> None:
    async with site.browser() as browser:
        said = await site.begun(browser, "idporten", to)
        assert await site.back(browser, "idporten", said) == "/"


async def test_what_is_asked_for_is_bound_in_every_way(site: Site) -> None:
    async with site.browser() as browser:
        await site.begun(browser, "helseid")
        await site.logged_in(browser, "helseid")
        asked = site.providers["helseid"].asked
        assert asked["code_challenge_method"] == "S256"
        assert asked["redirect_uri"] == f"{site.server.url}/login/helseid/callback"
        assert {len(asked[name]) for name in ("state", "nonce", "code_challenge", "dpop_jkt")} == {43}
        path, form, headers = site.providers["helseid"].requests[-1]
        proof = jws.extract_compact(headers["dpop"].encode())
        key = ECKey.import_key(proof.headers()["jwk"])
        claims = jwt.decode(headers["dpop"], key, algorithms=["ES256"]).claims
        assert key.thumbprint() == asked["dpop_jkt"]
        assert (claims["htm"], claims["htu"]) == ("POST", f"{site.providers['helseid'].issuer}{path}")
        assert form["code_verifier"] not in asked.values()


async def test_each_assertion_is_new_short_and_for_this_provider_alone(site: Site) -> None:
    async with site.browser() as browser:
        keys = (await browser.get("/login/helseid/jwks")).json()["keys"]
        site.providers["helseid"].lies = Lies(nonces=("first",))
        await site.logged_in(browser, "helseid")
    sent = [(form, headers) for _, form, headers in site.providers["helseid"].requests[-3:]]
    key = RSAKey.import_key(keys[0])
    claims = [jwt.decode(form["client_assertion"], key, algorithms=["RS256"]).claims for form, _ in sent]
    assert {(each["iss"], each["sub"], each["aud"]) for each in claims} == {
        ("samplan", "samplan", site.providers["helseid"].issuer)
    }
    assert all(each["exp"] - each["iat"] <= 60 for each in claims)
    assert len({each["jti"] for each in claims}) == 3
    assert "d" not in keys[0]
    proofs = [jws.extract_compact(headers["dpop"].encode()).payload for _, headers in sent[1:]]
    assert b"nonce" not in (proofs[0] or b"")
    assert b'"nonce":"first"' in (proofs[1] or b"")


@pytest.mark.parametrize(
    "claims",
    [{"aud": ["samplan", "b"], "azp": "samplan"}, {"acr": "idporten-loa-substantial"}, {"exp": AT + 86_400}],
)
async def test_what_only_looks_unusual_is_believed(site: Site, claims: dict[str, Any]) -> None:
    site.providers["idporten"].lies = Lies(claims)
    async with site.browser() as browser:
        assert await site.logged_in(browser, "idporten") == "/plan/x"


async def test_nothing_of_a_login_is_in_the_log(site: Site) -> None:
    async with site.browser() as browser:
        said = await site.begun(browser, "idporten")
        await site.back(browser, "idporten", said)
        site.providers["idporten"].lies = Lies({"nonce": "x"})
        await site.logged_in(browser, "idporten")
    log = "\n".join(site.server.log)
    assert '"a login was refused", "token": "login-refused", "reason": "wrong claim nonce"' in log
    for secret in (said["state"], "code-", KARI_NUMBER, "eyJ", "<script>"):
        assert secret not in log


async def test_the_number_of_whoever_logged_in_is_kept_nowhere(site: Site) -> None:
    """Nor a hash that anybody could make of it: in no file of the server, and not in its log."""
    async with site.browser() as browser:
        assert await site.logged_in(browser, "helseid") == "/plan/x"
    held = b"".join(file.read_bytes() for file in site.server.directory.glob("samplan.db*"))
    held += "\n".join(site.server.log).encode()
    assert b"Kari Nordmann" in held
    number = KARI_NUMBER.encode()
    for form in (number, b64encode(number), *(hashed for name in GUESSED for hashed in both(name, number))):
        assert form not in held, form


GUESSED = ("md5", "sha1", "sha256", "sha512")


def both(name: str, number: bytes) -> tuple[bytes, bytes]:
    hashed = hashlib.new(name, number)
    return hashed.digest(), hashed.hexdigest().encode()


async def test_what_nobody_is_called_is_not_there(site: Site) -> None:
    async with site.browser() as browser:
        for path in ("nobody", "nobody/callback", "nobody/logout", "nobody/jwks", "idporten/x"):
            assert (await browser.get(f"/login/{path}")).status_code == 404, path


async def test_logins_under_way_in_one_browser_are_few(site: Site) -> None:
    async with site.browser() as browser:
        for _ in range(12):
            await site.begun(browser, "idporten")
        assert len(browser.cookies) <= 6
        assert await site.logged_in(browser, "idporten") == "/plan/x"
