from __future__ import annotations

import time

import pytest

from server.features.login.oidc import cookies

TAG = "abcdefghijklmno_"


def held(*lines: str, https: bool = False) -> dict[str, str]:
    return dict(cookies.held([(b"cookie", line.encode()) for line in lines], https=https))


@pytest.mark.parametrize("https", [False, True])
def test_a_browser_sends_back_what_it_was_given(https: bool) -> None:
    given = cookies.kept(TAG, "sealed", https=https)
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {each.strip() for each in given.split(";")}
    assert ("Secure" in given, given.startswith("__Host-")) == (https, https)
    assert held(f"a=b; {given.split(';')[0]}; c=d", https=https) == {TAG: "sealed"}
    assert cookies.forgotten(TAG, https=https).split(";")[0].endswith("=")


def test_over_https_only_what_this_very_host_set_counts() -> None:
    assert held(f"samplan_login_{TAG}=planted", https=True) == {}
    both = f"samplan_login_{TAG}=planted; __Host-samplan_login_{TAG}=ours"
    assert held(both, https=True) == {TAG: "ours"}


def test_one_that_comes_twice_does_not_count() -> None:
    assert held(f"samplan_login_{TAG}=a; samplan_login_{TAG}=b") == {}
    assert held(f"samplan_login_{TAG}=a", f"samplan_login_{TAG}=a") == {TAG: "a"}


@pytest.mark.parametrize(
    "line",
    [
        "",
        f"xsamplan_login_{TAG}=a",
        f"samplan_login_{TAG}x=a",
        "samplan_login_short=a",
        f"samplan_login_{TAG}=",
    ],
)
def test_what_only_resembles_one_is_none(line: str) -> None:
    assert held(line) == {}


@pytest.mark.parametrize("piece", [f"samplan_login_{TAG}=", ";", " ;", f"samplan_login_{TAG}=a;", "x" * 100])
def test_a_header_of_64_kb_is_read_at_once(piece: str) -> None:
    line = piece * (64 * 1024 // len(piece))
    began = time.process_time()
    held(line)
    assert time.process_time() - began < 0.1
