"""How wide screens are. What a test says it says at both widths, the second time in ``make wide``.

Unless the second could tell nothing more (``only_at``).
"""

from __future__ import annotations

import pytest

from tests.support.wide import one_now

Size = tuple[int, int]
WIDE, NARROW = (1280, 900), (390, 844)


def only_at(size: Size, why: str) -> pytest.MarkDecorator:
    """``why``: what the test looks at, which the other width has alike, with more room, or not at all."""
    return pytest.mark.parametrize("stage", [size], ids=[_width(size)], indirect=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What names no width is at one of them in ``make test``, at the other in ``make wide``."""
    chosen = [mark for mark in metafunc.definition.iter_markers("parametrize") if "stage" in mark.args[0]]
    if "stage" in metafunc.fixturenames and not chosen:
        widths = one_now(metafunc.function.__name__, WIDE, NARROW)
        sizes = [pytest.param(size, marks=marks) for size, marks in widths]
        metafunc.parametrize("stage", sizes, ids=_width, indirect=True)


def _width(size: object) -> str:
    assert isinstance(size, tuple)
    return str(size[0])
