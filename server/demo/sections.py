"""The sections of the demo plan. Markup: ``writing.py``."""

# ruff: noqa: E501 - a paragraph is one line

from __future__ import annotations

from server.domain.plan import Kind

ABOUT_ME = """
Jeg heter Runa, er nitten år og går siste året på medier og kommunikasjon. Jeg bor i Sundvåg sammen med mamma, broren min Sander og hunden Pelle. Pappa bor to timer unna, og der er jeg annenhver helg når formen er grei.

Jeg har cerebral parese og epilepsi. Inne går jeg med rullator, ute og på skolen bruker jeg elektrisk rullestol. Det meste av det jeg får til, handler ikke om beina, men om hvor mye krefter jeg har igjen den dagen.

## Viktig for meg
- **Snakk til meg**, ikke til den som står ved siden av.
- Gi meg tid til å svare. Jeg tenker fort, men munnen bruker litt lengre tid når jeg er sliten.
- Spør før du skyver stolen. Alltid.
- Jeg vil vite hva dere skriver om meg, og jeg vil være med på å bestemme ordene.

## En god dag
Jeg har sovet åtte timer, første time er ikke før ti, og heisen på skolen virker. Etter skolen klipper jeg lyd. Kvelden er min, og ingen har ringt for å avtale noe.

## En dårlig dag
Jeg har sovet lite, beina er stive som planker, og så kommer det et anfall. Da trenger jeg ro, mørke og at ingen lager møte av det.
"""

RESOURCES = """
## Det jeg er god på
- Lyd. Jeg lager podkasten *Rullende fredag* sammen med Amina, og vi har gitt ut 31 episoder.
- Å skrive. Norsklæreren sier jeg har en stemme man kjenner igjen.
- Å planlegge. Har man levd med transporttjenesten, kan man planlegge.
- Å si fra, når jeg tør. Det øver jeg på.

## Folk rundt meg
1. Mamma, som kan alt om systemet og trenger å få være bare mamma.
2. Amina, bestevenn siden sjuende. Hun vet hva hun skal gjøre ved anfall, og hun gjør ikke noe stort nummer av det.
3. Sander, som er fjorten og morsom uten å prøve.
4. Kine, assistenten min på skolen. Hun leser meg bedre enn de fleste.
5. Pappa, særlig når noe skal bygges eller fikses.

## Steder der jeg har det bra
Studioet til nærradioen, bassenget når vannet er ordentlig varmt, og rommet mitt.
"""

NEEDS = """
## Det jeg trenger hjelp til
- **Morgen:** dusj, strømper og sko. Omtrent 40 minutter. Resten klarer jeg selv.
- **Forflytning:** støtte inn og ut av bil. I trapper trenger jeg en person bak meg.
- **Mat:** jeg kan lage enkel mat sittende. Varme gryter og ovn trenger jeg hjelp til.
- **Natt:** anfallsalarm i senga. Noen må kunne være hos meg innen fem minutter.

## Det som tar krefter
Forflytninger, støy, nye steder og å måtte forklare det samme til nye folk. Jeg har kanskje seks gode timer i døgnet. Skole, trening, lekser og venner skal få plass i dem.

## Det jeg ikke trenger
At noen gjør ting for meg fordi det går fortere.
"""

HEALTH = """
## Diagnoser
- Cerebral parese, spastisk diplegi (GMFCS III)
- Epilepsi med fokale anfall, diagnosen stilt i 2020. Enkelte anfall går over i krampeanfall, sist 14. mars 2026.
- Utmattelse etter belastning, kartlagt ved Nordfjella sykehus i 2025

## Medisiner
- Lamotrigin 150 mg morgen og kveld
- Midazolam munnvæske 10 mg ved anfall over fem minutter
- Botulinumtoksin i leggene to ganger i året

## Status høsten 2026
Fokale anfall én til to ganger i måneden, som regel etter netter med lite søvn. Ingen krampeanfall siden mars. Blodprøvene i august var fine. Økende stivhet i leggene siden sommeren, og Runa går kortere strekninger med rullator enn i fjor.

## Avtalt arbeidsdeling
1. **Fastlegen** følger medisinnivå og blodprøver hver tredje måned og fornyer resepter.
2. **Voksenhabiliteringen** vurderer spastisitet, gange og hjelpemidler hvert halvår.
3. Ved flere enn to anfall på en uke ringer Runa legesenteret, og fastlegen tar kontakt med nevrologisk poliklinikk samme dag.

Runa skal ha kopi av alle brev. Hun leser dem selv.
"""

EDUCATION = """
## Slik går skolen
Runa tar Vg3 over to år og er nå i det andre. Hun har norsk, historie og mediesamfunnet igjen. Standpunktkarakterene fra i fjor ligger på fire og fem.

## Tilrettelegging som virker
- Oppstart klokka 10 mandag, onsdag og fredag
- Hvilerom i andre etasje, med egen nøkkel
- Notater og oppgaver lagt ut dagen før
- Muntlige framføringer kan spilles inn på forhånd

## Det vi må passe på
- Heisen i C-bygget har stått fire dager i høst. Når den står, flyttes undervisningen ned. **Runa skal ikke måtte be om det.**
- Vikarer må få beskjed om anfall før timen begynner, og vite hvor skjemaet henger.

## Etter sommeren
Runa vil søke lydproduksjon på folkehøgskole eller begynne rett i arbeid. Rådgiver har snakket med henne én gang. Ny samtale i januar.
"""

WORK = """
## Hva Runa ønsker
En jobb der hun bruker lyd og språk, 40 til 50 prosent, med oppstart etter klokka ti.

## Økonomi nå
- Grunnstønad til transport og slitasje på klær
- Arbeidsavklaringspenger: søknaden er levert, saken er til behandling
- Stipend fra Lånekassen fram til juni 2027

## Hva NAV gjør
- Prøver ut arbeidsevnen sammen med Runa før noe blir bestemt
- Har avklart med nærradioen at lokalene kan tilpasses
- Går gjennom hva som skjer med ytelsene når hun flytter for seg selv

Vi har avtalt at ung ufør ikke vurderes før praksisen er gjennomført. Runa vil prøve først.
"""

HOME = """
## Slik bor jeg nå
Hos mamma i Skogveien. Rommet mitt er i første etasje, badet ble bygget om i 2019. Det er trygt her, og det er trangt.

## Slik vil jeg bo
Egen leilighet, ikke bofellesskap. Gjerne i sentrum, så jeg kan rulle til nærradioen. Noen jeg kan ringe på om natta.

## Fritid
- Basseng på torsdager
- Studio på fredager
- Konserter, når det finnes et sted å være som ikke er bakerst bak en søyle

## Avlastning
Mamma har hatt avlastning én helg i måneden siden 2018. Vedtaket går ut når jeg flytter. Til da beholder vi det, for hennes skyld også.
"""

FAMILY = """
Mamma og jeg er gode på hverdagen og dårlige på pauser. Hun har stått opp om natta i nitten år. Jeg vil at hun skal slutte med det før jeg flytter, ikke fordi jeg flytter.

## Sander
- Han var ti da han så det første store anfallet. Han later som det går fint.
- Han vil ha fri fra å være storebror for søsteren sin. Det er hans egne ord.
- Helsesykepleier på ungdomsskolen har snakket med ham tre ganger i høst. Det hjelper.

## Pappa
Han har ikke heis, men han har bygget rampe. Annenhver helg er bra. Han lærer anfallsrutinen på nytt i januar, det har han bedt om selv.

## Det vi har blitt enige om
1. Ingen snakker om meg i gangen.
2. Mamma spør én gang om jeg har tatt medisinen. Ikke to.
3. En søndag i måneden bestemmer Sander alt.
"""

CHILD_WELFARE = """
Barnevernstjenesten var inne da jeg var ti til tolv år. Det var et frivillig hjelpetiltak: støttekontakt og råd til mamma og pappa etter at de flyttet fra hverandre.

- Saken ble avsluttet i 2019.
- Det er ingen tiltak nå, og ingen i barnevernet deltar i planen.

Jeg lar dette stå fordi det er en del av historien. *Det er ikke noe jeg vil at andre skal lese uten at jeg har sagt ja.*
"""

CRISIS = """
## Ved anfall
1. Se på klokka. Legg meg på siden når du kan, og fjern det jeg kan slå meg på.
2. Ikke hold meg fast, og ikke putt noe i munnen.
3. **Etter fem minutter: midazolam 10 mg i kinnet.** Den ligger i den røde pungen på ryggen av stolen.
4. **Ring 113** når midazolam er gitt og anfallet ikke har sluttet etter fem minutter til, når det kommer et nytt anfall før jeg er våken, eller når jeg har slått hodet.
5. Bli hos meg til jeg svarer. Si hvor jeg er og hvor lenge det varte. Jeg er flau etterpå, så ikke samle folk.

## Når hjelpen ikke kommer
- Har ikke assistenten kommet innen 20 minutter, ringer jeg vakttelefonen i hjemmetjenesten.
- Svarer ingen der, ringer jeg mamma, deretter Amina.
- Koordinator skal ha beskjed neste virkedag, også når det ordnet seg.

## Når jeg er langt nede
Tegn andre kan se: jeg slutter å svare på meldinger, og jeg klipper ikke lyd.
- Spør meg rett ut. Jeg tåler spørsmålet.
- Amina og mamma kan komme uten å avtale.
- Fastlegen gir time samme uke når jeg sier at det gjelder dette.

## Strømbrudd og tom stol
Stolen har strøm til fire timer. Reservelader står på skolen og i studioet.
"""

PERIOD = """
Planen gjelder for skoleåret 2026–2027 og fram til jeg har flyttet.

## Når vi møtes
- Ansvarsgruppa møtes i november, februar og mai, en time, alltid etter klokka ti.
- Jeg leder møtet sammen med Hilde og bestemmer rekkefølgen på sakene.
- Blir det flere enn to anfall på en uke, flytter vi møtet. Det er ikke et nederlag.

## Samarbeid vi trenger
- Nærradioen i Sundvåg, om praksisplass
- Boligkontoret i kommunen
- Hjelpemiddelsentralen, om seng og anfallsalarm i ny leilighet
- Ergoterapeut i den nye bydelen, når adressen er klar
"""

OWN_NOTES = """
## Før neste møte
- Spør NAV hva som skjer med pengene den måneden jeg flytter. Ikke la ham svare «det ordner seg».
- Husk at jeg har lov til å si at vi tar det neste gang.

Jeg har ikke sagt til mamma at jeg gruer meg til den første natta alene. Hvis jeg sier det høyt, kommer hun til å si at jeg ikke må flytte. Og jeg må flytte.

## Ting jeg vil huske
Amina sa at folk hører på episodene våre uten å vite at jeg sitter i rullestol. Jeg ble glad, og så ble jeg lei meg for at jeg ble glad.

- Skrive om det? Episode 32?
"""

SECTIONS: dict[Kind, str] = {
    Kind.ABOUT_ME: ABOUT_ME,
    Kind.RESOURCES: RESOURCES,
    Kind.NEEDS: NEEDS,
    Kind.HEALTH: HEALTH,
    Kind.EDUCATION: EDUCATION,
    Kind.WORK: WORK,
    Kind.HOME: HOME,
    Kind.FAMILY: FAMILY,
    Kind.CHILD_WELFARE: CHILD_WELFARE,
    Kind.CRISIS: CRISIS,
    Kind.PERIOD: PERIOD,
    Kind.OWN_NOTES: OWN_NOTES,
}

PERIOD_FIELDS = {"start": "2026-08-17", "next_revision": "2027-02-15", "end": "2027-08-15"}
