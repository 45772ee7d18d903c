"""What was signed, as one reader may know it: pure.

The owner reads all of it. To others nothing tells of what is kept from them: their decisions are numbered by
themselves, and a text is shown only with words that they may know.
"""

from __future__ import annotations

from collections.abc import Collection

from server.domain.access import Decision, Grants, Level
from server.domain.kinds import KINDS
from server.domain.on_behalf.warrant import DecisionBasis
from server.domain.plan import Part, ParticipantId, PersonId, Role
from server.domain.sentences.signed import DecisionsPage, Signed
from server.domain.sight import Sight

from .answers import DecisionAnswer, DecisionsAnswer
from .wording import OWN_VOICE, Voice, Wording, language_of, wording


def decisions_answer(sight: Sight, page: DecisionsPage, signed: Signed, language: str) -> DecisionsAnswer:
    words, oldest = wording(language), page.numbered[-1][0] if page.numbered else 1
    withheld = {number for number, each in page.numbered if not may_read_words(sight, each, signed)}
    answers = [
        _without_its_words(sight, number, decision, words)
        if number in withheld
        else decision_answer(sight, number, decision)
        for number, decision in page.numbered
    ]
    return DecisionsAnswer(tuple(answers), oldest if oldest > 1 else None, tuple(sorted(withheld)))


def shown_words(page: DecisionsPage, withheld: Collection[int]) -> list[int]:
    """The plan's own numbers of those that are answered with the words that were signed: what a reader counts
    changes with what they may read."""
    return [decision.number for number, decision in page.numbered if number not in withheld]


def decision_answer(sight: Sight, number: int, decision: Decision) -> DecisionAnswer:
    return _answer(sight, number, decision, decision.text, language_of(decision.text), decision.purpose)


def may_read_words(sight: Sight, decision: Decision, signed: Signed) -> bool:
    """Whether a text names nothing but what this reader may know: a part as it is called now, or was called
    when they could read it, and nobody that they do not know of (rule 17)."""
    part = sight.access.parts[decision.part] if decision.part is not None else None
    if sight.me.role is Role.OWNER or part is None:
        return True
    record = KINDS[part.kind]
    if not (record.titled or record.own) or _said_now(sight, decision, part):
        return True
    return record.titled and _read_then(sight, decision, part, signed)


def _said_now(sight: Sight, decision: Decision, part: Part) -> bool:
    language = language_of(decision.text)
    if language is None:
        return False
    whose = [None, *sight.known()] if KINDS[part.kind].own else [None]
    words = wording(language)
    return any(
        _sentence(sight, decision, words.named(part, who), words, as_before=before) == decision.text
        for who in whose
        for before in (False, True)
    )


def _read_then(sight: Sight, decision: Decision, part: Part, signed: Signed) -> bool:
    before = [d for d in signed.about(sight.me.id, part) if d.number < decision.number]
    then = Grants(sight.me, before, decision.signed_at).of_part(part)
    return then.level >= Level.READ


def _without_its_words(sight: Sight, number: int, decision: Decision, words: Wording) -> DecisionAnswer:
    text = _sentence(sight, decision, words.some_part, words)
    return _answer(sight, number, decision, text, words.language, purpose="")


def _sentence(
    sight: Sight, decision: Decision, about: str, words: Wording, *, as_before: bool = False
) -> str:
    voice, whom = _voice(sight, decision), sight.access.participants[decision.participant]
    return words.sentence(whom, about, decision.level, decision.until, voice, as_before=as_before)


def _voice(sight: Sight, decision: Decision) -> Voice:
    plan, warrant = sight.access.plan, decision.warrant
    if warrant is not None and warrant.basis is DecisionBasis.ASSISTED:
        return Voice(plan.owner_name, _name_of(sight, decision.signed_by))
    return OWN_VOICE if decision.signed_by == plan.owner else Voice(plan.owner_name)


def _answer(
    sight: Sight, number: int, decision: Decision, text: str, language: str | None, purpose: str
) -> DecisionAnswer:
    return DecisionAnswer(
        number=number,
        participant=decision.participant,
        part=decision.part,
        kind=decision.kind,
        level=decision.level.token,
        proposing=decision.proposing,
        until=decision.until,
        purpose=purpose,
        text=text,
        language=language,
        signed_by=_signer(sight, decision),
        signed_at=decision.signed_at,
        basis=None if decision.warrant is None else decision.warrant.basis,
        proof=_proof(sight, decision),
    )


def _proof(sight: Sight, decision: Decision) -> str | None:
    """As which representative, only to whoever may know of them."""
    warrant = decision.warrant
    if warrant is None or warrant.proof is None or warrant.basis is not DecisionBasis.REPRESENTATIVE:
        return None if warrant is None else warrant.proof
    told = decision.signed_by == sight.me.person or sight.may_name(ParticipantId(warrant.proof))
    return warrant.proof if told else None


def _signer(sight: Sight, decision: Decision) -> str:
    people = sight.access.participants.values()
    named = [who for who in people if who.person == decision.signed_by]
    return next((who.name for who in named if sight.me.role is Role.OWNER or sight.knows(who.id)), "")


def _name_of(sight: Sight, person: PersonId) -> str:
    """Of a coordinator, whom everybody in the plan knows of."""
    return next((who.name for who in sight.access.participants.values() if who.person == person), "")
