"""Where a full stop ends no sentence, in Danish: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Fr Mr Mrs Sct Skt St adv bl.a ca dr f.eks frk fx hr ing jf jfr kand kapt mag prof
        """
    ),
    abbreviations=words(
        """
        Chr Jr adm adr afd ang cand dir dvs e.l eks ekskl evt fhv forh gl hhv ifm ift iht
        inkl insp kgl komm lic m.a.o maks max mfl mht mia min mio ml mr o.l obl oblt p.g.a
        pga pr sct skt stk stud t.o.m tidl tlf u.a ved vedr vha
        """
    ),
    before_numbers=words(
        """
        apr art aug bd ca dec feb fig jan jf jfr kap kl matr nov nr nre okt p par pkt s sep
        sept sp stk tab tel tlf vol §
        """
    ),
    starters=words(
        """
        Af Alle Allerede At Bare Begge Både Da De Den Denne Der Derefter Derfor Desuden Det
        Dette Disse Du Efter Eller Ellers En Er Et Flere For Fordi Fra Før Først Ham Han
        Hans Har Hendes Her Hun Hvad Hvem Hver Hvis Hvor Hvorfor Hvornår I Ifølge Igen Ikke
        Imens Ingen Ingenting Intet Ja Jeg Kan Kun Man Mange Med Mellem Men Mens Mod Nej
        Nogle Nu Når Og Også Om Op Over På Resten Samtidig Selv Senere Siden Skal Som Så
        Således Tidligere Til To Tre Uden Under Var Ved Vi Vil Vores
        """
    ),
)
