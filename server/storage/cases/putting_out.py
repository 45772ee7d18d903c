"""Whom the owner puts out of their plan acts for them no more in its case: else the plan, which follows the
case, would have them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection

from server.catalogue import Catalogue
from server.domain.cases.case_transitions import RepresentativeEnded
from server.domain.cases.flow import judged
from server.domain.cases.records import By, Command, day_of
from server.domain.cases.rules import CaseRules
from server.domain.cases.vocabulary import Actor
from server.domain.plan import Participant, Role
from server.storage.municipality.records import municipality, own_catalogue

from .of_plans import case_with_plan
from .records import add_record, held_case

RulesOf = Callable[[Catalogue, date], CaseRules]
WHY, LANGUAGE = "representation.put-out", "nb"
"""What the record says of it, which the unit reads."""


class PuttingOut:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, standard: Catalogue, rules_of: RulesOf) -> None:
        self._standard, self._rules_of = standard, rules_of

    def __call__(self, connection: Connection, gone: Participant) -> None:
        """In the transaction that ends their participation, and holds the plan."""
        if gone.role is not Role.REPRESENTATIVE or gone.ended_at is None:
            return
        found, today = case_with_plan(connection, gone.plan), day_of(gone.ended_at)
        stored = None if found is None else held_case(connection, found.case.id)
        where = None if stored is None else municipality(connection, stored.municipality)
        if stored is None or where is None or stored.case.representation.of(gone.person, today) is None:
            return
        own = own_catalogue(connection, where, self._standard)
        ends = RepresentativeEnded(gone.person, own.text(WHY, LANGUAGE, on=today))
        command = Command(By(gone.ended_by, Actor.OWNER), gone.ended_at, ends)
        add_record(connection, stored, judged(stored.case, command, self._rules_of(own, today)))
