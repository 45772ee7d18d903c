"""How names are compared: for looking, and for finding out whether two are the same."""

from __future__ import annotations


def folded_name(name: str) -> str:
    """However it is spelled."""
    return " ".join(name.casefold().split())
