"""What is refused is refused of every kind of provider; ``test_http_providers`` lies in more ways to one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from server.features.login.oidc.refusals import Failure
from tests.integration.test_http_providers import ANOTHER, Site, failure, nobody_is_in
from tests.integration.test_http_providers import site as site
from tests.integration.test_http_providers import truthful as truthful
from tests.support.providers.lying import Lies, signed_with_the_public_key, unsigned

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROFILES = ("idporten", "helseid", "ansattporten", "generic")
LEVELS = {"helseid": "helseid://claims/identity/security_level"}
"""The claim that says the level, where it is not ``acr``."""
AT = int(time.time())
TOKENS: Mapping[str, Lies] = {
    "iss": Lies({"iss": "https://evil.example"}),
    "aud": Lies({"aud": "another"}),
    "nonce": Lies({"nonce": "x"}),
    "exp": Lies({"exp": AT - 60}),
    "alg none": Lies(sign=unsigned),
    "alg HS256 with the public key": Lies(sign=signed_with_the_public_key),
    "signature": Lies(key=ANOTHER),
}
ANSWERS: Mapping[str, tuple[Mapping[str, str | None], Failure]] = {
    "state": ({"state": "x" * 43}, Failure.EXPIRED),
    "iss of another (RFC 9207)": ({"iss": "https://evil.example"}, Failure.REFUSED),
    "no iss, where it is promised": ({"iss": None}, Failure.REFUSED),
}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("lie", TOKENS)
async def test_a_false_token_lets_nobody_in(site: Site, profile: str, lie: str) -> None:
    site.providers[profile].lies = TOKENS[lie]
    async with site.browser() as browser:
        assert failure(await site.logged_in(browser, profile)) == Failure.REFUSED
        await nobody_is_in(browser)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("level", ["lower", None])
async def test_too_low_a_level_lets_nobody_in(site: Site, profile: str, level: str | None) -> None:
    site.providers[profile].lies = Lies({LEVELS.get(profile, "acr"): level})
    async with site.browser() as browser:
        assert failure(await site.logged_in(browser, profile)) == Failure.LEVEL
        await nobody_is_in(browser)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("answer", ANSWERS)
async def test_a_false_answer_lets_nobody_in_and_redeems_nothing(
    site: Site, profile: str, answer: str
) -> None:
    changes, expected = ANSWERS[answer]
    async with site.browser() as browser:
        said: dict[str, Any] = dict(await site.begun(browser, profile))
        before = len(site.providers[profile].requests)
        given = {name: value for name, value in (said | dict(changes)).items() if value is not None}
        assert failure(await site.back(browser, profile, given)) == expected
        await nobody_is_in(browser)
        assert len(site.providers[profile].requests) == before


@pytest.mark.parametrize("profile", PROFILES)
async def test_a_code_that_was_used_lets_nobody_in(site: Site, profile: str) -> None:
    async with site.browser() as browser, site.browser() as replaying:
        said = await site.begun(browser, profile)
        replaying.cookies.update(browser.cookies)
        assert await site.back(browser, profile, said) == "/plan/x"
        assert failure(await site.back(replaying, profile, said)) == Failure.REFUSED
        await nobody_is_in(replaying)


@pytest.mark.parametrize("asked", PROFILES)
@pytest.mark.parametrize("answers", PROFILES)
async def test_what_one_provider_answers_another_was_not_asked(site: Site, asked: str, answers: str) -> None:
    """A mix-up: the browser comes back from the one as from the other, with the other's name or its own."""
    if asked == answers:
        return
    for named in (asked, answers):
        async with site.browser() as browser:
            said = await site.begun(browser, asked)
            before = len(site.providers[answers].requests)
            given = said | {"iss": site.providers[named].issuer}
            assert failure(await site.back(browser, answers, given)) in (Failure.EXPIRED, Failure.REFUSED)
            await nobody_is_in(browser)
            assert len(site.providers[answers].requests) == before


async def test_a_nonce_of_dpop_is_taken_once_and_another_is_no_login(site: Site) -> None:
    helseid = site.providers["helseid"]
    async with site.browser() as browser:
        helseid.lies = Lies(nonces=("first",))
        assert await site.logged_in(browser, "helseid") == "/plan/x"
    async with site.browser() as browser:
        helseid.lies = Lies(nonces=("first", "second"))
        assert failure(await site.logged_in(browser, "helseid")) == Failure.REFUSED
        await nobody_is_in(browser)
