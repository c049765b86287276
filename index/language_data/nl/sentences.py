"""Where a full stop ends no sentence, in Dutch: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Gebr Mej St Ste adv bijv burg ca dhr dr drs ds ing ir jhr mevr mr mw past prof
        """
    ),
    abbreviations=words(
        """
        Chr Fa Gen Jkvr Kol Lt Mgr afd blz bv cf e.d e.v evt excl fam fr i.p.v incl jl m.a.w
        m.b.t mld mln nl o.a o.l.v ong pastr plm resp sgt t.a.v t.g.v t.n.v t.o.v u.a vgl
        vnl wnd z.g zgn
        """
    ),
    before_numbers=words(
        """
        afb apr art aug blz ca dec feb hfst hs jan nov nr nrs okt ong p pag par plm pp r sep
        sept tel vol
        """
    ),
    starters=words(
        """
        Aan Al Alle Alleen Als Ander Beide Bij Bovendien Daar Daarna Daarom Dan Dat De Deze
        Die Dit Door Drie Dus Echter Een Eerder Eerst En Er Gisteren Haar Had Heeft Het Hier
        Hij Hoe Hoewel Hun Ik In Is Ja Je Jullie Kan Later Maar Meer Men Met Mijn Morgen Na
        Naar Naast Nadat Nee Niemand Niet Niets Nog Nu Of Ofschoon Om Omdat Ondanks Onder
        Ons Onze Ook Op Over Sinds Soms Te Tegen Ten Terwijl Toch Toen Tot Tussen Twee U Uit
        Van Vanaf Vandaag Veel Volgens Voor Vooral Voordat Waar Waarom Wanneer Want Waren
        Was Wat We Wel Welke Werd Wie Wij Ze Zij Zijn Zo Zodra Zonder
        """
    ),
)
