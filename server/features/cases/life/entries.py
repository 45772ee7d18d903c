"""The access log's entry in a plan when somebody who takes part says that something has changed."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class ChangeTold(Details):
    """The record of it stands in the case, without who it was: the unit does not know who takes part."""

    action = "change-told"
