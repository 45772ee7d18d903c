import time

import pytest

from server.web.cookies import COOKIE, LONGEST, session_token

TOKEN = "HcTz0Jg8mO3-x_1kq5b7QyWn2RfUvLdSaEiPwXo9KtM"


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("samplan_session=abc", "abc"),
        (f"samplan_session={TOKEN}", TOKEN),
        ("theme=dark; samplan_session=abc; lang=nb", "abc"),
        ("theme=dark;samplan_session=abc;lang=nb", "abc"),
        (" \tsamplan_session \t= \tabc\t ", "abc"),
        ('samplan_session="abc"', "abc"),
        ('samplan_session= "abc" ; lang=nb', "abc"),
        ("samplan_session=a=b", "a=b"),
        ("samplan_session=first; samplan_session=last", ""),
        ("samplan_session=first; samplan_session=", ""),
        ("samplan_session=same; theme=dark; samplan_session=same", "same"),
        ("__Host-samplan_session=own; samplan_session=planted", "own"),
        ("samplan_session=planted; __Host-samplan_session=own; samplan_session=another", "own"),
        ("__Host-samplan_session=one; __Host-samplan_session=two; samplan_session=one", ""),
        ("__Host-samplan_session=own", "own"),
        ("__host-samplan_session=planted", None),
        ("__Secure-samplan_session=planted", None),
        ("samplan_session=", ""),
        ('samplan_session=""', ""),
        ("[no sense]; ;;=; samplan_session=abc", "abc"),
        ('theme="; samplan_session=abc', "abc"),
        ("samplan_session=\xe5", "\xe5"),
        ("", None),
        ("samplan_session", None),
        ("=samplan_session", None),
        ("theme=samplan_session", None),
        ("theme=samplan_session=abc", None),
        ("my_samplan_session=abc", None),
        ("my samplan_session=abc", None),
        ("samplan_sessions=abc", None),
        ("SAMPLAN_SESSION=abc", None),
        ("\xa0samplan_session=abc", None),
        ("samplan_session\x1f=abc", None),
    ],
)
def test_the_token_is_found_among_other_cookies(header: str, token: str | None) -> None:
    assert session_token([(b"host", b"x"), (b"cookie", header.encode("latin-1"))]) == token


def test_a_cookie_is_found_in_any_header_and_two_that_differ_are_none() -> None:
    first, last, none = (
        (b"cookie", b"samplan_session=a"),
        (b"cookie", b"samplan_session=b"),
        (b"cookie", b"x=y"),
    )
    assert session_token([none, last, none]) == "b"
    assert session_token([first, last, none]) == ""
    assert session_token([(b"origin", b"samplan_session=a"), none]) is None
    assert session_token([]) is None


@pytest.mark.parametrize(
    ("value", "token"),
    [
        (r'"\141bc"', r"\141bc"),
        (r'"a\"b"', r"a\"b"),
        (r'""abc""', '"abc"'),
        (r'"abc', '"abc'),
        ('"', '"'),
    ],
)
def test_nothing_is_unquoted(value: str, token: str) -> None:
    assert session_token([(b"cookie", f"{COOKIE}={value}".encode())]) == token


def test_what_is_too_long_for_a_token_is_a_cookie_that_opens_nothing() -> None:
    longest = "a" * LONGEST
    assert session_token([(b"cookie", f"{COOKIE}={longest}".encode())]) == longest
    assert session_token([(b"cookie", f'{COOKIE}="{longest}"'.encode())]) == longest
    assert session_token([(b"cookie", f"{COOKIE}={longest}a".encode())]) == ""
    assert session_token([(b"cookie", f"{COOKIE}=abc; {COOKIE}={longest}a".encode())]) == ""


def seconds_to_read(header: bytes) -> float:
    """Of this thread alone, and the least of several times: others work on the machine too."""

    def once() -> float:
        begin = time.thread_time()
        session_token([(b"cookie", header)])
        return time.thread_time() - begin

    return min(once() for _ in range(5))


@pytest.mark.parametrize(
    ("head", "piece", "end"),
    [
        pytest.param(b'samplan_session="', b'\\"', b'"', id="escaped quotes (CVE-2024-7592)"),
        pytest.param(b'samplan_session="', b"\\1", b'"', id="escapes cut short"),
        pytest.param(b"", b'; samplan_session="\\"', b"", id="many of them"),
        pytest.param(b"", b";", b"", id="semicolons"),
        pytest.param(b"", b"; ", b"", id="semicolons and blanks"),
        pytest.param(b";", b" ", b"", id="blanks before nothing"),
        pytest.param(b"samplan_session", b" ", b"", id="blanks and no value"),
        pytest.param(b"samplan_session=", b" ", b"x", id="blanks before a value"),
        pytest.param(b"", b"=", b"", id="equals signs"),
        pytest.param(b"", b"samplan_session", b"=x", id="the name again and again"),
    ],
)
def test_eight_times_as_much_takes_about_eight_times_as_long(head: bytes, piece: bytes, end: bytes) -> None:
    """The square would be 64 times, seconds for what one header may hold."""
    some, more = (head + piece * (size // len(piece)) + end for size in (8_000, 64_000))
    assert seconds_to_read(more) < 24 * seconds_to_read(some) + 0.001


@pytest.mark.parametrize(
    ("cookies", "token"),
    [
        ("samplan_session=planted", ""),
        ("samplan_session=planted; __Host-samplan_session=own", "own"),
        ("__Host-samplan_session=own", "own"),
        ("theme=dark", None),
    ],
)
def test_over_https_a_browser_has_the_cookie_that_nobody_else_can_set(
    cookies: str, token: str | None
) -> None:
    headers = [(b"cookie", cookies.encode()), (b"sec-fetch-site", b"same-origin")]
    assert session_token(headers, https=True) == token


def test_others_than_browsers_send_the_plain_cookie_over_https_too() -> None:
    assert session_token([(b"cookie", b"samplan_session=abc")], https=True) == "abc"


def test_on_loopback_there_is_only_the_plain_cookie() -> None:
    assert session_token([(b"sec-fetch-site", b"none"), (b"cookie", b"samplan_session=abc")]) == "abc"
