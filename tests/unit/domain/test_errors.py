from server.domain import errors


def test_every_refusal_has_its_own_token() -> None:
    tokens = [refusal.token for refusal in errors.all_refusals()]
    assert sorted(tokens) == [
        "csrf-missing",
        "exists",
        "forbidden",
        "foreign-origin",
        "invalid",
        "not-found",
        "not-signed-in",
        "text-changed",
        "too-large",
        "too-many-requests",
    ]


def test_the_tree_is_drawn_in_the_docstring() -> None:
    drawing = errors.__doc__ or ""
    for refusal in errors.all_refusals():
        line = next(line for line in drawing.splitlines() if f" {refusal.__name__} " in line)
        assert refusal.token in line


def test_a_refusal_without_detail_still_says_which_it_is() -> None:
    assert str(errors.NotFound()) == "not-found"
    assert errors.Invalid("until er passert").detail == "until er passert"


def test_too_many_requests_says_when_to_come_back() -> None:
    assert errors.TooManyRequests(1.5).retry_after == 1.5
