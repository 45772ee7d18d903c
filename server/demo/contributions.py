"""The contribution of each participant of the demo plan, by demo key."""

# ruff: noqa: E501 - a paragraph is one line

from __future__ import annotations

CONTRIBUTIONS = {
    "owner": """
Jeg fører søvn og anfall hver dag. Jeg leder møtene. Jeg sier fra når noe er for mye, og prøver å si det før jeg er helt tom.
""",
    "mother": """
- Kjører til bassenget når transporten svikter
- Står i det praktiske til leiligheten er klar
- Øver på å ikke ringe skolen. Runa ringer selv.

Jeg kan ikke ta nettene lenger når hun flytter. Det skriver jeg her så det blir regnet med.
""",
    "coordinator": """
- Holder planen oppdatert og passer på fristene
- Er den Runa ringer når hun ikke vet hvem som har ansvaret
- Svarer innen to virkedager, også når svaret er at jeg ikke vet ennå
""",
    "gp": """
- Time hver tredje måned og på kort varsel ved flere anfall
- Samlet oversikt over medisiner, sendt til sykehus og skolehelsetjeneste når Runa ber om det
- Deltar på video i møtene, de første tjue minuttene
""",
    "school": """
- Kontaktlærer er fast kontakt for Runa og for koordinator
- Alle lærere og vikarer har lest anfallsrutinen
- Melder fra om heisstans før skoledagen begynner
""",
    "nav": """
- Samme veileder fram til praksisen er ferdig
- Skriftlig svar på spørsmål om ytelser, i vanlig språk
- Avtale med nærradioen klar før jul
""",
    "hospital": """
- Vurdering hvert halvår, samlet på én dag
- Råd om hjelpemidler til ny leilighet
- Epikrisen skrives så Runa kan lese den, og sendes henne først
""",
}
