"""Who is told that somebody has answered an invitation: whoever can say that it is the right person."""

from __future__ import annotations

from sqlalchemy import Connection, select

from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.messages.message import INVITATION_ANSWERED, OWNER_ARRIVED, Message
from server.domain.plan import PlanId, Role
from server.domain.sight import Sight
from server.domain.unit.rights import MunicipalityId
from server.features.invitations.arriving.rules import is_second
from server.features.invitations.rules import Invitation
from server.storage.cases.about import strangers
from server.storage.cases.records import StoredCase, stored_cases
from server.storage.cases.tables import cases
from server.storage.messages import outbox
from server.storage.metadata import plans
from server.storage.municipality.rights import case_handlers


def tell_of_answer(connection: Connection, owner: Sight, invitation: Invitation) -> None:
    """Those in the plan, once. Rolled back where the answer is refused."""
    event, where = f"invitation/{invitation.id}/answered", _municipality_of(connection, owner)
    decides = () if invitation.wish.role is Role.OWNER else (owner.me.person,)
    people = sorted({*decides, invitation.invited_by})
    told = [Message(event, INVITATION_ANSWERED, where, person=each) for each in people]
    outbox.add(connection, told, owner.now)


def tell_unit(connection: Connection, owner: Sight, invitation: Invitation) -> None:
    """That an owner's link was used: whoever handles the case, or all who handle cases there where that
    one may not say it, or is gone."""
    if invitation.wish.role is not Role.OWNER:
        return
    for stored in _going_on_with(connection, invitation.plan):
        where, case = stored.municipality, stored.case
        unit = strangers(connection, case, case_handlers(connection, where))
        may = [each for each in unit if is_second(owner, invitation, each)]
        told = [each for each in may if each == case.case.handler] or may
        event = f"invitation/{invitation.id}/arrived"
        new = [Message(event, OWNER_ARRIVED, where, person=each, case=case.id) for each in told]
        outbox.add(connection, new, owner.now)


def _municipality_of(connection: Connection, sight: Sight) -> MunicipalityId | None:
    whose = select(plans.c.municipality_id).where(plans.c.id == sight.access.plan.id)
    found: MunicipalityId | None = connection.scalar(whose)
    return found


def _going_on_with(connection: Connection, plan: PlanId) -> list[StoredCase]:
    """The cases of its owner whose records say that it is theirs."""
    found = (
        select(cases.c.id)
        .join(plans, plans.c.owner_id == cases.c.owner_id)
        .where(plans.c.id == plan, cases.c.status == CaseStatus.OPEN.value)
    )
    every = [CaseId(each) for each in connection.scalars(found.order_by(cases.c.id))]
    return [each for each in stored_cases(connection, every) if each.case.plan.plan == plan]
