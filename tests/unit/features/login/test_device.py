from __future__ import annotations

import pytest

from server.features.login.device import device_of

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 {}Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) {}"


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (CHROME.format("Windows NT 10.0; Win64; x64", ""), "Chrome, Windows"),
        (CHROME.format("Linux; Android 10; K", "Mobile "), "Chrome, Android"),
        (CHROME.format("X11; CrOS x86_64 14541.0.0", ""), "Chrome, ChromeOS"),
        (CHROME.format("Windows NT 10.0; Win64; x64", "") + " Edg/140.0.0.0", "Edge, Windows"),
        (CHROME.format("Macintosh; Intel Mac OS X 10_15_7", "") + " OPR/120.0.0.0", "Opera, Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (IPHONE.format("Version/18.5 Mobile/15E148 Safari/604.1"), "Safari, iPhone"),
        (IPHONE.format("CriOS/140.0.0.0 Mobile/15E148 Safari/604.1"), "Chrome, iPhone"),
        ("python-httpx/0.28.1", ""),
        ("", ""),
        ("<script>Windows</script>", "Windows"),
    ],
)
def test_a_device_is_told_from_others_and_no_closer(user_agent: str, said: str) -> None:
    assert device_of(user_agent) == said
