"""How wide screens are. A test runs at both widths, unless the second could tell nothing more."""

from __future__ import annotations

import pytest

Size = tuple[int, int]
WIDE, NARROW = (1280, 900), (390, 844)


def only_at(size: Size, why: str) -> pytest.MarkDecorator:
    """``why``: what the test looks at, which the other width has alike, with more room, or not at all."""
    return pytest.mark.parametrize("stage", [size], ids=[str(size[0])], indirect=True)
