from server.sync.protocol.closings import CLOSINGS, Closing, NotOpened, Token


def test_each_token_has_a_closing_with_a_code_of_its_own() -> None:
    assert set(CLOSINGS) == set(Token)
    assert len({closing.code for closing in CLOSINGS.values()}) == len(Token)


def test_a_page_tries_again_exactly_outside_4400_to_4499() -> None:
    outcomes = {code: Closing(Token.REFUSED, code).retry for code in (1006, 1012, 4399, 4400, 4499, 4500)}
    assert outcomes == {1006: True, 1012: True, 4399: True, 4400: False, 4499: False, 4500: True}


def test_what_passes_by_itself_is_tried_again_and_nothing_else() -> None:
    retried = {token for token, closing in CLOSINGS.items() if closing.retry}
    assert retried == {Token.SLOW_CONSUMER, Token.OVERLOADED, Token.GOING_DOWN}


def test_what_is_not_opened_says_why() -> None:
    assert NotOpened(Token.NOT_FOUND).token is Token.NOT_FOUND
