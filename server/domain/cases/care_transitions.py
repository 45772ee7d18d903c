"""What can be done about a coordinator and a plan; see ``case_transitions``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.plan import PersonId, PlanId

from .records import Transition
from .vocabulary import CoordinatorKind, CoordinatorWish, Training

# -- the coordinator ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WishRecorded(Transition):
    """``somebody``: whom the owner named. ``said_by``: who said it, and how."""

    action = "wish-recorded"
    wish: CoordinatorWish
    said_by: str
    somebody: str = ""


@dataclass(frozen=True, slots=True)
class CoordinationConsented(Transition):
    """Somebody may coordinate, whoever it is; signed where the municipality asks for it, beside the wish.

    ``said_by``: of one on paper that the unit writes down, whose signature it is and from when.
    """

    action = "coordination-consented"
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class CoordinatorProposed(Transition):
    """``departure``: why it is not whom the owner named; the owner reads it. ``service``: a token for what
    they come from; "": not said."""

    action = "coordinator-proposed"
    person: PersonId
    name: str
    workplace: str
    as_wished: bool
    departure: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class CoordinatorReleased(Transition):
    """The leader of their service lets them do it."""

    action = "coordinator-released"
    leader: str


@dataclass(frozen=True, slots=True)
class ReleaseRefused(Transition):
    action = "release-refused"
    leader: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProposalRefused(Transition):
    """By the owner."""

    action = "proposal-refused"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CoordinatorAppointed(Transition):
    """In the moment in which it begins, the coordinator before them ends."""

    action = "coordinator-appointed"
    kind: CoordinatorKind
    start: date
    training: Training


@dataclass(frozen=True, slots=True)
class CoordinatorAbsent(Transition):
    """``until``: ``None`` where nobody knows. ``substitute``: their name; "" without one.

    ``substitute_person``: whom the unit lets stand in; they take part in the plan as long as this lasts.
    """

    action = "coordinator-absent"
    until: date | None
    substitute: str = ""
    substitute_person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class CoordinatorReturned(Transition):
    action = "coordinator-returned"


@dataclass(frozen=True, slots=True)
class HandoverBegun(Transition):
    """Said again, it replaces what was said before.

    ``cleared``: what was agreed with the owner. ``together_days``: for how long the owner wants to have both
    with them before the next one takes over. ``last_day``: of whoever coordinates now, whether or not there
    is a next one by then; ``None``: they stay until there is.
    """

    action = "handover-begun"
    reason: str
    cleared: str = ""
    together_days: int = 0
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class CoordinatorLeft(Transition):
    """Without a successor."""

    action = "coordinator-left"
    reason: str


@dataclass(frozen=True, slots=True)
class CameOfAge(Transition):
    """The owner is of age and has a child coordinator, and nobody has settled what comes after."""

    action = "came-of-age"


@dataclass(frozen=True, slots=True)
class CoordinatorNotWanted(Transition):
    action = "coordinator-not-wanted"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CoordinatorEnded(Transition):
    action = "coordinator-ended"
    reason: str


# -- the plan -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanOffered(Transition):
    """``childs_view``: how the child was heard, where the owner is one."""

    action = "plan-offered"
    childs_view: str = ""


@dataclass(frozen=True, slots=True)
class PlanNotWanted(Transition):
    action = "plan-not-wanted"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanConsented(Transition):
    """To the plan, and to nothing that others may see in it."""

    action = "plan-consented"


@dataclass(frozen=True, slots=True)
class ParentAgreed(Transition):
    """The other one than consented to the plan."""

    action = "parent-agreed"


@dataclass(frozen=True, slots=True)
class ParentOpposed(Transition):
    """The plan goes on, and the unit settles it with both."""

    action = "parent-opposed"
    reason: str


@dataclass(frozen=True, slots=True)
class OppositionSettled(Transition):
    """``parent``: whose it was. ``reason``: what came of it; both read it."""

    action = "opposition-settled"
    parent: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class PlanBegun(Transition):
    action = "plan-begun"
    plan: PlanId


@dataclass(frozen=True, slots=True)
class ValidityProposed(Transition):
    """To the owner, who alone declares it."""

    action = "validity-proposed"
    next_revision: date


@dataclass(frozen=True, slots=True)
class PlanDeclaredValid(Transition):
    """ "Planen gjelder". ``gaps``: the letters of what it must contain and lacks, as the owner was shown."""

    action = "plan-declared-valid"
    next_revision: date
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSaidValid(PlanDeclaredValid):
    """Said by the owner, and written by their coordinator beside them (decision 0065). ``gaps``: as far as
    the writer sees the plan. ``assisted``: the session it was said in."""

    action = "plan-said-valid"
    assisted: str = ""


@dataclass(frozen=True, slots=True)
class RevisionCame(Transition):
    """``why``: "date", "changed", or the life event."""

    action = "revision-came"
    why: str


@dataclass(frozen=True, slots=True)
class PlanRevised(Transition):
    """``could_not``: why the owner could not approve of it, where they did not."""

    action = "plan-revised"
    next_revision: date
    approved: bool
    could_not: str = ""


@dataclass(frozen=True, slots=True)
class PlanEnded(Transition):
    action = "plan-ended"
    reason: str


@dataclass(frozen=True, slots=True)
class PlanArchived(Transition):
    action = "plan-archived"
    receipt: str


@dataclass(frozen=True, slots=True)
class PlanErased(Transition):
    """``permit``: the legal ground, where there is no archive receipt."""

    action = "plan-erased"
    permit: str = ""
