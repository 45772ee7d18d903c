"""A complaint, stored."""

from __future__ import annotations

from sqlalchemy import Connection

from server.domain.cases.records import Transition
from server.domain.complaints.flow import judged
from server.domain.complaints.state import Complaint
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage.complaints.ownership import Ownership
from server.storage.complaints.records import StoredComplaint, add_record, begin_complaint
from server.storage.complaints.records import stored_complaint as find
from tests.acceptance.founding import NOW
from tests.unit.domain.complaints.situations import RULES, commanded

COMPLAINT, OTHER = ComplaintId("complaint"), ComplaintId("other")


def began(
    connection: Connection, where: MunicipalityId, first: Transition, which: ComplaintId = COMPLAINT
) -> StoredComplaint:
    standing = Ownership(PersonId("owner"), None, where, None, NOW, PersonId("owner"))
    record = judged(Complaint(which), commanded(first), RULES)
    return begin_complaint(connection, which, standing, record)


def read(connection: Connection, which: ComplaintId = COMPLAINT) -> StoredComplaint:
    found = find(connection, which)
    assert found is not None
    return found


def done(
    connection: Connection, before: StoredComplaint, transition: Transition, pack: str | None = None
) -> StoredComplaint:
    return add_record(connection, before, judged(before.complaint, commanded(transition), RULES), pack)
