from server.domain import errors


def test_every_refusal_has_its_own_token() -> None:
    tokens = [refusal.token for refusal in errors.all_refusals()]
    assert len(set(tokens)) == len(tokens) > 1
    assert all(token.replace("-", "").isalpha() and token.islower() for token in tokens)


def test_a_refusal_without_detail_still_says_which_it_is() -> None:
    assert str(errors.NotFound()) == "not-found"
    assert errors.Invalid("until er passert").detail == "until er passert"


def test_too_many_requests_says_when_to_come_back() -> None:
    assert errors.TooManyRequests(1.5).retry_after == 1.5
