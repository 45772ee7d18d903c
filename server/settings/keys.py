"""The settings that are keys: random text, the same in every process, in no message."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import SettingsError

FEWEST_LETTERS = 10
"""Different ones in a key: 32 random bytes in hexadecimal have fewer once in 10^11. Under a key that can be
guessed, a hash is undone by trying all identity numbers: there are too few of them."""


def secret_key(environment: Mapping[str, str]) -> str:
    text = environment.get("SAMPLAN_SECRET_KEY", "")
    if len(text) < 32 and (text or environment.get("SAMPLAN_REDIS_URL")):
        raise SettingsError(
            "SAMPLAN_SECRET_KEY: expected at least 32 characters, random and the same in every process;"
            " required with SAMPLAN_REDIS_URL, because it seals what travels through Redis"
        )
    return text


def log_key(environment: Mapping[str, str]) -> str:
    text = environment.get("SAMPLAN_LOG_KEY", "")
    if text and min(len(key.strip()) for key in text.split(",")) < 32:
        raise SettingsError(
            "SAMPLAN_LOG_KEY: expected at least 32 characters, random and the same in every process;"
            " while it is changed the new one, a comma and the old one"
        )
    return text


def identity_key(environment: Mapping[str, str]) -> str:
    text = environment.get("SAMPLAN_IDENTITY_KEY", "")
    each = [key.strip() for key in text.split(",")]
    if text and (len(each) > 2 or not all(map(_random, each)) or len(set(each)) < len(each)):
        raise SettingsError(
            "SAMPLAN_IDENTITY_KEY: expected at least 32 characters, random and the same in every process;"
            " while it is changed the new one, a comma and the old one"
        )
    return text


def _random(key: str) -> bool:
    return len(key) >= 32 and len(set(key)) >= FEWEST_LETTERS
