"""How names are compared: for looking, and for finding out whether two are the same."""

from __future__ import annotations

from unicodedata import normalize


def folded_name(name: str) -> str:
    """However it is spelled, and however it was typed: å may be one character, or an a with a ring."""
    return " ".join(normalize("NFC", normalize("NFC", name).casefold()).split())


def spellings(name: str) -> frozenset[str]:
    """As it may be stored: databases know no other than the letters a to z as small and large."""
    typed = " ".join(normalize("NFC", name).split())
    cases = typed, typed.title(), typed.upper()
    return frozenset(normalize(form, each) for each in cases for form in ("NFC", "NFD"))
