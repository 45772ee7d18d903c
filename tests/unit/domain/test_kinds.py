import pytest

from server.domain.kinds import KINDS, FieldType, first_fields
from server.domain.plan import Kind


def test_every_kind_has_a_record() -> None:
    assert KINDS.keys() == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_a_titled_kind_has_its_title_as_a_field_that_people_type(kind: Kind) -> None:
    title = KINDS[kind].fields.get("title")
    assert KINDS[kind].titled == (title is not None and title.type is FieldType.TEXT)


@pytest.mark.parametrize("kind", Kind)
def test_every_titled_kind_may_occur_many_times(kind: Kind) -> None:
    assert KINDS[kind].repeated or not KINDS[kind].titled


@pytest.mark.parametrize("kind", Kind)
def test_what_is_somebodys_own_is_there_once_for_each(kind: Kind) -> None:
    if KINDS[kind].own:
        assert KINDS[kind].repeated
        assert KINDS[kind].responsible


@pytest.mark.parametrize("kind", Kind)
def test_what_a_new_part_begins_with_can_be_chosen_later_too(kind: Kind) -> None:
    for name, value in first_fields(kind).items():
        assert value in KINDS[kind].fields[name].choices


def test_what_new_goals_and_measures_begin_with() -> None:
    assert first_fields(Kind.GOAL) == {"status": "open"}
    assert first_fields(Kind.MEASURE) == {"status": "planned", "decision": "none"}
    assert first_fields(Kind.PERIOD) == {}
