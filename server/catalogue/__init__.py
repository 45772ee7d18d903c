"""Legal texts, letters, forms and deadlines, as data that a lawyer corrects without touching code.

One file a subject (``<subject>.toml``), read and checked whole when the program starts:

    [[text]]
    key = "complaint.refused"          # begins with the name of its file
    nb = "… innen {complaint.deadline.health} uker fra {day} …"
    en = "…"                           # complete, as nb; nn may be absent and is then read as nb
    values = ["day"]                   # what the code fills in; a placeholder with a dot is another entry
    source = "pbrl § 7-5"              # where it is from, never an address of the web
    confidence = "read"                # read, read-earlier, known, design or open
    valid_from = 2026-06-01            # of several with one key the newest that is in force counts

    [[rule]]
    key = "complaint.deadline.health"
    weeks = 4                          # days, weeks, months, years or people; one number, or several
    nb = "Frist for å klage"
    en = "Deadline for complaining"
    least = 1                          # least and most: a municipality may choose. Without them it is law.
    most = 6
    source = …

A municipality may say a text in its own words; a rule it may only choose where the rule says so.
"""

from .catalogue import Catalogue, NotInForce, Unfit, UnknownKey
from .loading import CatalogueError, load, standard
from .records import LANGUAGES, Rule, Switches, Version

__all__ = [
    "LANGUAGES",
    "Catalogue",
    "CatalogueError",
    "NotInForce",
    "Rule",
    "Switches",
    "Unfit",
    "UnknownKey",
    "Version",
    "load",
    "standard",
]
