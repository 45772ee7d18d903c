"""The table of known faults, by where they are."""

from .logins import LOGINS
from .people import PEOPLE
from .rights import RIGHTS
from .rooms import ROOMS
from .storage import STORAGE
from .web import WEB

MUTANTS = (*STORAGE, *ROOMS, *RIGHTS, *PEOPLE, *LOGINS, *WEB)
