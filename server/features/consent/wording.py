"""The sentence of a decision: composed here in the signer's language, shown, and stored as it was shown.

It names who, what and until when, and nothing else. Its words are in ``texts/<language>.json``, so that
they can be corrected without touching code; what was signed before keeps the words it was signed with. A
catalogue without a text, or with other placeholders than the sentence fills in, stops the start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from server.domain.access import Level, LevelName
from server.domain.kinds import KINDS, KindRecord
from server.domain.plan import Kind, Part, Participant, Role
from server.domain.sentences.quoting import named, quoted

OSLO = ZoneInfo("Europe/Oslo")
TEXTS = Path(__file__).parent / "texts"
FALLBACK = "nb"


def _with(*names: str) -> AfterValidator:
    """A text with these places to fill in, each at least once, and no others."""
    wanted = {(name, "", None) for name in names}

    def check(text: str) -> str:
        places = {place[1:] for place in Formatter().parse(text) if place[1] is not None}
        if places != wanted:
            raise ValueError(f"must fill in {', '.join(names) or 'nothing'}, and nothing else")
        return text

    return AfterValidator(check)


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words somebody else signs. ``writer``: who wrote them down beside the owner; "" for somebody who
    decides for the owner."""

    owner: str = ""
    writer: str = ""


OWN_VOICE = Voice()
Words = Annotated[str, Field(min_length=1), _with()]
Titled = Annotated[str, _with("title")]


class Wording(BaseModel):
    """The catalogue of one language. What people have written is filled in as a value, never read as a text,
    and without what could be taken for the sentence itself (``quoting``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: Words
    opens: Annotated[str, _with("who", "may", "about", "until")]
    closes: Annotated[str, _with("who", "about")]
    proposes: Annotated[str, _with("who", "about", "until")]
    proposes_no_more: Annotated[str, _with("who", "about")]
    on_behalf_of: Annotated[str, _with("owner", "text")]
    assisted: Annotated[str, _with("owner", "writer", "text")]
    ends: Annotated[str, _with("who")]
    leaves: Annotated[str, _with("who", "owner")]
    may: Mapping[LevelName, Words]
    no_end: Words
    last_day: Annotated[str, _with("day")]
    moment: Annotated[str, _with("day", "hour", "minute")]
    day: Annotated[str, _with("day", "month", "year")]
    months: Annotated[tuple[Words, ...], Field(min_length=12, max_length=12)]
    section: Annotated[str, _with("name")]
    owned: Annotated[str, _with("name", "whose")]
    """A part that is somebody's own."""
    titled: Mapping[Kind, Titled]
    untitled: Words
    some_part: Words
    """Said to who may not know what it was called."""
    all_of: Mapping[Kind, Words]
    """A decision about one of these kinds also reaches parts that do not exist yet, and says so."""
    none_of: Mapping[Kind, Words]
    """The same in a sentence that denies."""
    proposable: Mapping[Kind, Words]
    names: Mapping[Kind, Words]
    roles: Mapping[Role, Words]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        def kinds(chosen: Callable[[KindRecord], bool]) -> set[Kind]:
            return {kind for kind, record in KINDS.items() if chosen(record)}

        levels = {level.token for level in Level if level is not Level.NONE}
        tables: list[tuple[str, Mapping[Any, str], set[Any]]] = [
            ("may", self.may, levels),
            ("titled", self.titled, kinds(lambda record: record.titled)),
            ("all_of", self.all_of, kinds(lambda record: record.repeated)),
            ("none_of", self.none_of, kinds(lambda record: record.repeated)),
            ("proposable", self.proposable, kinds(lambda record: record.proposable)),
            ("names", self.names, kinds(lambda record: not record.titled)),
            ("roles", self.roles, set(Role)),
        ]
        for name, table, needed in tables:
            if table.keys() != needed:
                raise ValueError(f"{name}: lacks or has too much: {sorted(table.keys() ^ needed)}")
        return self

    def sentence(
        self,
        participant: Participant,
        about: str,
        level: Level,
        until: datetime | None,
        voice: Voice = OWN_VOICE,
        *,
        as_before: bool = False,
    ) -> str:
        """``about`` from ``named``. ``as_before``: as it was signed while relatives were named by their
        role."""
        who = self._who(participant, as_before=as_before)
        if level is Level.NONE:
            text = self.closes.format(who=who, about=about)
        else:
            may = self.may[level.token]
            text = self.opens.format(who=who, may=may, about=about, until=self._until(until))
        return self._spoken(text, voice)

    def proposal(
        self,
        participant: Participant,
        kind: Kind,
        opens: bool,
        until: datetime | None,
        voice: Voice = OWN_VOICE,
    ) -> str:
        """That somebody may, or may not any more, propose parts of ``kind``."""
        who, about = self._who(participant), self.proposable[kind]
        if opens:
            text = self.proposes.format(who=who, about=about, until=self._until(until))
        else:
            text = self.proposes_no_more.format(who=who, about=about)
        return self._spoken(text, voice)

    def ending(self, participant: Participant, voice: Voice = OWN_VOICE) -> str:
        """That somebody takes part no more, in the words of who decides it."""
        return self._spoken(self.ends.format(who=self._who(participant)), voice)

    def _spoken(self, text: str, voice: Voice) -> str:
        if voice.writer:
            return self.assisted.format(owner=named(voice.owner), writer=named(voice.writer), text=text)
        return self.on_behalf_of.format(owner=named(voice.owner), text=text) if voice.owner else text

    def leaving(self, participant: Participant, owner: str) -> str:
        """The same, in the words of who goes."""
        return self.leaves.format(who=self._who(participant), owner=named(owner))

    def named(
        self, about: Part | Kind, responsible: Participant | None = None, *, denied: bool = False
    ) -> str:
        """A part or a kind as the sentence names it, one that opens it or one in which it is ``denied``."""
        if isinstance(about, Kind):
            several = self.none_of if denied else self.all_of
            return several.get(about) or self.section.format(name=self.names[about])
        if KINDS[about.kind].titled:
            return self.titled[about.kind].format(title=quoted(about.title) or self.untitled)
        name = self.names[about.kind]
        if KINDS[about.kind].own and responsible is not None:
            return self.owned.format(name=name, whose=named(responsible.name))
        return self.section.format(name=name)

    def begins(self, text: str) -> bool:
        """Whether a sentence of this language begins as ``text`` does."""
        spoken = self.on_behalf_of, self.assisted
        said = (self.opens, self.closes, self.proposes, self.proposes_no_more, *spoken)
        beginnings = [each.partition("{")[0] for each in said]
        return text.startswith(tuple(filter(None, beginnings)))

    def _who(self, participant: Participant, *, as_before: bool = False) -> str:
        known_as = [word for word in map(named, (participant.name, participant.known_organisation)) if word]
        if participant.role is Role.RELATIVE and len(known_as) == 2 and not as_before:
            # What they are to the owner says more than the role: "Marit Elvestad (Mamma)".
            return f"{known_as[0]} ({known_as[1]})"
        return f"{self.roles[participant.role]} ({', '.join(known_as)})"

    def _until(self, until: datetime | None) -> str:
        if until is None:
            return self.no_end
        local = until.astimezone(OSLO)
        if local.time() == time():
            return self.last_day.format(day=self._written(local.date() - timedelta(days=1)))
        minute = f"{local:%M}" + _beyond_minutes(local)
        return self.moment.format(day=self._written(local.date()), hour=f"{local:%H}", minute=minute)

    def _written(self, day: date) -> str:
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)


def _beyond_minutes(local: datetime) -> str:
    """Seconds and what is less, where there is any: what is read is what holds."""
    fraction = f",{local:%f}".rstrip("0").rstrip(",")
    return f"{local:.%S}{fraction}" if local.second or fraction else ""


def load(language: str) -> Wording:
    """Raises ``ValidationError`` for a catalogue that cannot say everything."""
    return Wording.model_validate_json((TEXTS / f"{language}.json").read_bytes())


WORDINGS: Mapping[str, Wording] = {file.stem: load(file.stem) for file in sorted(TEXTS.glob("*.json"))}


def wording(language: str) -> Wording:
    """That of a locale of ``/api/me``; bokmål where there is none."""
    return WORDINGS.get(language) or WORDINGS[FALLBACK]


def language_of(text: str) -> str | None:
    """The language of a stored sentence; ``None`` where its words have been corrected since."""
    return next((language for language, words in WORDINGS.items() if words.begins(text)), None)
