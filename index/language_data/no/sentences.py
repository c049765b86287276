"""Where a full stop ends no sentence, in Norwegian: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Fr Mr Mrs St adv bl.a ca dr f.eks frk hr ing jf kand kapt mag prof
        """
    ),
    abbreviations=words(
        """
        Jr adm adr ang avd dir dvs e.g eks ev evt forh gen hhv iflg inkl insp jfr jur kgl
        komm kt m.a.o m.m maks mfl mht mill min mrd ndf o.l oblt oppr p.g.a pga pr sml stk
        stud t.d t.o.m tils tlf utg vedr vgs
        """
    ),
    before_numbers=words(
        """
        apr art aug ca des feb fig jan jf jfr kap kl mobil nov nr nrr okt p pkt pnkt r s sep
        sept tab tel tlf vol §
        """
    ),
    starters=words(
        """
        Alle Allerede At Av Bare Begge Både Da De Dei Den Denne Der Deretter Derfor Dessuten
        Det Dette Du Eg Ein Eit Eller Ellers En Enda Et Ett Etter Flere For Fordi Fra Før
        Først Han Hans Har Hennes Her Ho Hun Hva Hvem Hver Hvis Hvor Hvorfor I Ifølge Igår
        Ikke Ingen Ingenting Ja Jeg Kan Kun Kva Man Mange Med Mellom Men Mens Mot Nei No
        Noen Nå Når Og Også Om Opp Over På Resten Samtidig Se Selv Senere Siden Slik Som Så
        Tidligere Til To Tre Under Uten Var Ved Vi Vil Vår Våre
        """
    ),
)
