import pytest

from server.sync.document.schema import SCHEMA
from server.sync.protocol.closings import Token
from server.web.address import misfit


@pytest.mark.parametrize(
    ("query", "token"),
    [
        ("", None),
        (f"schema={SCHEMA}", None),
        ("epoch=now", None),
        (f"schema={SCHEMA + 1}&epoch=now", None),
        (f"schema={SCHEMA - 1}&epoch=now", Token.SCHEMA_TOO_OLD),
        ("schema=one", Token.SCHEMA_TOO_OLD),
        ("schema=%C2%B2", Token.SCHEMA_TOO_OLD),  # a small 2
        ("schema=%D9%A9", Token.SCHEMA_TOO_OLD),  # an Arabic 9
        ("schema=99999", None),
        ("schema=100000", Token.SCHEMA_TOO_OLD),
        ("schema=" + "9" * 5_000, Token.SCHEMA_TOO_OLD),
        (f"schema={SCHEMA}%0A", Token.SCHEMA_TOO_OLD),
        ("schema=-1", Token.SCHEMA_TOO_OLD),
        (f"schema={SCHEMA}&epoch=before", Token.RESTORED),
        ("epoch=No", Token.RESTORED),
        ("epoch=%00", Token.RESTORED),
        (f"schema={SCHEMA - 1}&epoch=before", Token.SCHEMA_TOO_OLD),
    ],
)
def test_what_a_page_says_of_itself(query: str, token: Token | None) -> None:
    assert misfit(query.encode(), "now") is token
