"""Goals and measures of the demo plan."""

# ruff: noqa: E501 - a paragraph is one line

from __future__ import annotations

from dataclasses import dataclass

from server.domain.plan import Area


@dataclass(frozen=True, slots=True)
class DemoGoal:
    key: str
    title: str
    target: str
    body: str
    status: str = "open"


@dataclass(frozen=True, slots=True)
class DemoMeasure:
    """``goal`` is the key of a ``DemoGoal``; ``responsible`` the key of a demo person."""

    key: str
    title: str
    area: Area
    responsible: str
    goal: str
    extent: str
    how: str
    body: str
    status: str
    start: str
    due: str
    decision: str


GOALS = (
    DemoGoal(
        "finish-school",
        "Bli ferdig med videregående uten å bli utslitt",
        "2027-06-18",
        """
Jeg vil ha vitnemålet mitt i juni. Ikke «tilrettelagt», ikke utsatt ett år til. Men jeg vil også ha krefter til å klippe lyd på fredager mens jeg holder på.

**Jeg merker at det går bra når** jeg ikke sover hele lørdagen.
""",
    ),
    DemoGoal(
        "own-home",
        "Flytte i egen leilighet",
        "2027-08-01",
        """
Egen dør, eget kjøkken, eget rot. Jeg vil flytte mens mamma fortsatt synes det er litt for tidlig.

- Jeg vil ha øvd på minst tre netter alene før jeg flytter.
- Jeg vil ansette assistentene mine selv.
""",
    ),
    DemoGoal(
        "sound-work",
        "Få en jobb der jeg lager lyd",
        "2027-10-01",
        """
Nærradioen, et forlag, et produksjonsselskap. Det kan være lite, men det skal være på ordentlig, med lønn. Jeg vil bli ansatt fordi jeg er god, og så tar vi døra og heisen etterpå.
""",
    ),
    DemoGoal(
        "friday-out",
        "Dra ut en fredag uten at mamma må være våken",
        "2027-03-26",
        """
Det høres lite ut. Det er det ikke. Da må jeg ha skyss hjem etter midnatt, en assistent som ikke går klokka ti, og en venn som kan anfallsrutinen. Amina kan den.
""",
    ),
)

MEASURES = (
    DemoMeasure(
        key="study-time",
        title="Studietid to dager i uka i stedet for lekser hjemme",
        area=Area.EDUCATION,
        responsible="school",
        goal="finish-school",
        extent="Tirsdag og torsdag kl. 12.30–14.00",
        how="Kontaktlærer eller faglærer sitter sammen med Runa på grupperommet. Hun velger fag. Det som ikke blir ferdig, blir ikke lekse.",
        body="""
Etter åtte uker: Runa har levert alt i historie og ligger to innleveringer bak i norsk. Vi prioriterer norsk fram til jul.

- Grupperom 214 er reservert hele skoleåret.
- Faller timen ut på grunn av sykdom hos lærer, settes det opp ny tid samme uke.
""",
        status="started",
        start="2026-08-24",
        due="2027-06-11",
        decision="not-needed",
    ),
    DemoMeasure(
        key="exams",
        title="Heldagsprøver og eksamen med utvidet tid og hvilepauser",
        area=Area.EDUCATION,
        responsible="school",
        goal="finish-school",
        extent="Alle heldagsprøver og eksamener våren 2027: to timer ekstra, eget rom",
        how="Rektor har gitt tilretteleggingen skriftlig. Pausene stopper klokka. Kine er med, men hjelper ikke faglig.",
        body="""
Vi prøver ordningen på heldagsprøven i desember, så det ikke er nytt til eksamen.

1. Rommet skal ha dempet lys.
2. Vakten skal ha lest anfallsrutinen dagen før.
3. Ved anfall avbrytes prøven uten at det teller som stryk.
""",
        status="planned",
        start="2026-12-08",
        due="2027-06-04",
        decision="granted",
    ),
    DemoMeasure(
        key="radio-practice",
        title="Arbeidspraksis i nærradioen",
        area=Area.WORK,
        responsible="nav",
        goal="sound-work",
        extent="Seks timer i uka i ti uker, mandag og onsdag ettermiddag",
        how="NAV lager avtale med nærradioen om arbeidstrening. Runa klipper innslag og lager ett eget program. Vi snakker sammen hver fjortende dag.",
        body="""
Redaktøren har vært på skolen og hilst på. Hun spurte hva Runa ville lage, ikke hva hun hadde.

- **Gjenstår:** terskel ved inngangen, reiserefusjon, hvem som ringes ved anfall på praksisstedet
- Runa bestemmer selv hva redaktøren skal få vite om helsa hennes.
""",
        status="planned",
        start="2027-01-11",
        due="2027-03-19",
        decision="applied",
    ),
    DemoMeasure(
        key="money",
        title="Gå gjennom økonomien før flytting",
        area=Area.WORK,
        responsible="nav",
        goal="own-home",
        extent="To samtaler våren 2027",
        how="Veileder regner ut inntekt og utgifter for tre måneder etter flytting. Runa får tallene på papir en uke før samtalen.",
        body="""
Tema for første samtale: arbeidsavklaringspenger, bostøtte, depositum og hva som skjer den måneden stipendet stopper.
""",
        status="planned",
        start="2027-02-01",
        due="2027-05-14",
        decision="none",
    ),
    DemoMeasure(
        key="epilepsy-follow-up",
        title="Følge opp epilepsimedisin og søvn",
        area=Area.HEALTH,
        responsible="gp",
        goal="finish-school",
        extent="Time hos fastlegen hver tredje måned, blodprøve uka før",
        how="Runa fører anfall og søvn i appen og viser det hun vil vise. Vi ser på mønsteret sammen før vi endrer noe.",
        body="""
**August:** medisinnivået er stabilt. Vi endrer ikke dosen midt i skoleåret uten at anfallene øker.

**November:** to fokale anfall siden sist, begge etter under seks timers søvn. Runa flytter leggetiden, ikke dosen.
""",
        status="started",
        start="2026-08-19",
        due="2027-06-30",
        decision="not-needed",
    ),
    DemoMeasure(
        key="spasticity",
        title="Behandle stivhet i leggene",
        area=Area.HEALTH,
        responsible="hospital",
        goal="own-home",
        extent="Botulinumtoksin i september og mars, intensiv trening to uker etter hver gang",
        how="Ganganalyse før og seks uker etter. Treningen legges til skolens ferier, slik at Runa ikke mister undervisning.",
        body="""
Målet er trygg forflytning fra stol til seng uten en person til stede. Det er det som avgjør om natta i egen leilighet går.

1. Ganganalyse: gjennomført 8. september
2. Injeksjoner: gjennomført 16. september
3. Kontroll: uke 45, på videosamtale
""",
        status="started",
        start="2026-09-08",
        due="2027-04-30",
        decision="granted",
    ),
    DemoMeasure(
        key="flat",
        title="Finne og tilpasse egen leilighet",
        area=Area.HOME,
        responsible="coordinator",
        goal="own-home",
        extent="Søknad om kommunal utleiebolig, visning og tilpasning før 1. august",
        how="Koordinator følger søknaden hos boligkontoret og tar med ergoterapeut på visning. Runa er med på alle visninger.",
        body="""
Boligkontoret har to aktuelle leiligheter i Havnegata våren 2027. Begge har heis, én har terskelfritt bad.

- Får Runa avslag, hjelper koordinator med klagen. Fristen er tre uker.
- Anfallsalarm og seng bestilles når adressen er klar.
""",
        status="started",
        start="2026-09-21",
        due="2027-08-01",
        decision="applied",
    ),
    DemoMeasure(
        key="assistance",
        title="Brukerstyrt personlig assistanse (BPA)",
        area=Area.HOME,
        responsible="coordinator",
        goal="friday-out",
        extent="Søkt om 28 timer i uka, med mulighet for å flytte timer til kvelder og helger",
        how="Runa skal være arbeidsleder selv. Koordinator ordner opplæring og følger saken fram til vedtak.",
        body="""
Til vedtaket kommer, har Runa åtte timer støttekontakt i uka. De timene kan brukes på kveldstid.

**Viktig i vedtaket:** assistenten kan ikke slutte klokka 22 på fredager. Da er det ikke fritid, det er henting.
""",
        status="started",
        start="2026-10-05",
        due="2027-02-01",
        decision="applied",
    ),
    DemoMeasure(
        key="pool",
        title="Svømming på torsdager",
        area=Area.HOME,
        responsible="owner",
        goal="finish-school",
        extent="Torsdag kl. 17.00–18.00 i varmtvannsbassenget",
        how="Jeg trener selv. Støttekontakten hjelper meg i garderoben. Er vannet under 32 grader, dropper jeg det, for da blir beina verre.",
        body="""
I vannet går jeg uten noe. Det er den eneste timen i uka jeg ikke tenker på gulvet.
""",
        status="started",
        start="2026-08-20",
        due="2027-06-17",
        decision="not-needed",
    ),
    DemoMeasure(
        key="group-meetings",
        title="Møter i ansvarsgruppa som jeg leder selv",
        area=Area.GENERAL,
        responsible="coordinator",
        goal="finish-school",
        extent="Tre møter i skoleåret, en time hver gang",
        how="Koordinator kaller inn to uker før og sender saklista til Runa først. Hun stryker, legger til og bestemmer hvem som skal være med på hva.",
        body="""
- Første sak er alltid Runas: hva har gått bra siden sist?
- Ingen tar opp noe nytt de siste ti minuttene.
- Referatet skrives på skjermen mens alle ser det.
""",
        status="started",
        start="2026-08-31",
        due="2027-05-28",
        decision="not-needed",
    ),
)
