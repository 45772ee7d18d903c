"""What is counted of plans as they stand: measures past their day (C10), and what ends soon (C14). Pure.

Neither is kept by day, so it is true of the day on which it is counted alone; of a month that is over it is
what was counted in the morning after (``storage/counts/months.py``), or nothing.
"""

from __future__ import annotations

LATE, ENDING = "measures-late", "ending"
CONSENTS, REPRESENTATIONS = "consents", "representations"
WHAT_ENDS = (CONSENTS, REPRESENTATIONS)
ORGANISATION = "organisation"
