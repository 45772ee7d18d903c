import pytest
from starlette.requests import Request

from server.domain.errors import CsrfMissing, ForeignOrigin, TooLarge
from server.web.security import CSP, allowed_origins, check_csrf, check_origin, is_https, limited_body


def request(headers: dict[str, str] | None = None, chunks: list[bytes] | None = None) -> Request:
    waiting = list(chunks or [b""])
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in (headers or {}).items()]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    return Request({"type": "http", "method": "POST", "headers": raw, "path": "/"}, receive)


@pytest.mark.parametrize(
    ("public_url", "origins"),
    [
        ("https://plan.example", {"https://plan.example"}),
        ("https://plan.example:8443", {"https://plan.example:8443"}),
        ("http://127.0.0.1:8000", {"http://127.0.0.1:8000", "http://localhost:8000"}),
        ("http://localhost:81", {"http://127.0.0.1:81", "http://localhost:81"}),
        ("http://localhost", {"http://127.0.0.1", "http://localhost"}),
    ],
)
def test_our_own_origins(public_url: str, origins: set[str]) -> None:
    assert allowed_origins(public_url) == origins


def test_a_script_sends_no_origin_and_a_page_must_be_ours() -> None:
    ours = allowed_origins("https://plan.example")
    check_origin(request(), ours)
    check_origin(request({"Origin": "https://plan.example"}), ours)
    for foreign in (
        "http://plan.example",
        "https://plan.example.evil",
        "https://plan.example:444",
        "null",
        "",
    ):
        with pytest.raises(ForeignOrigin):
            check_origin(request({"Origin": foreign}), ours)


def test_the_csrf_token_is_the_sessions_own() -> None:
    check_csrf(request({"X-CSRF-Token": "secret"}), "secret")
    for shown in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "secre"}, {"X-CSRF-Token": "sécret"}):
        with pytest.raises(CsrfMissing):
            check_csrf(request(shown), "secret")


async def test_a_body_of_the_allowed_size_is_read_whole() -> None:
    assert await limited_body(request(chunks=[b"12", b"34"]), 4) == b"1234"


async def test_a_longer_body_is_refused_whether_it_says_so_or_not() -> None:
    with pytest.raises(TooLarge):
        await limited_body(request({"Content-Length": "5"}), 4)
    with pytest.raises(TooLarge):
        await limited_body(request(chunks=[b"123", b"45", b"never read"]), 4)
    with pytest.raises(TooLarge):
        await limited_body(request({"Content-Length": "1"}, [b"12345"]), 4)


def test_the_policy_allows_nothing_inline_and_no_frame() -> None:
    assert CSP.startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in CSP
    assert "unsafe" not in CSP
    assert "http" not in CSP


def test_https_is_told_from_the_address() -> None:
    assert is_https("https://plan.example")
    assert not is_https("http://plan.example")
