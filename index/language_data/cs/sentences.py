"""Where a full stop ends no sentence, in Czech: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Bc BcA Ing JUDr MUDr MVDr MgA Mgr PaedDr PhDr PharmDr RNDr RSDr ThDr doc dr gen kpt
        např npor nám plk por pplk prof pí sv tj tzn tzv
        """
    ),
    abbreviations=words(
        """
        CSc Judr angl arch atp cca gen.por hl ing inž kol mj mjr n něm obv odst okr p popř
        pozn ppor prap př předs příp resp srov st tř ul voj vč zejm zn zvl zást říd
        """
    ),
    before_numbers=words(
        """
        cca kap obr odst p par pozn písm příl s sb str tab tel ust č čj čl čp čís ř
        """
    ),
    starters=words(
        """
        A Ale Ani Ačkoli Až Bez Bude Byl Byla Bylo Byly Co Dnes Do Dva Dvě Dále I Jak Jako
        Je Jeden Jeho Jejich Její Jen Jenže Ještě Již Jsou Já K Kam Kde Kdo Kdy Když Ke
        Která Které Který Letos Loni Mezi Mluvčí My Má Na Nad Naopak Naše Ne Nebo Nebyl Není
        Nic Nikdo O Oba Od On Ona Oni Ono Pak Po Pod Podle Pokud Potom Pouze Pro Proto
        Protože Proč Prý Před Při S Se Si Stále Své Svůj Ta Tak Také Tam Tato Tedy Ten Tento
        Teprve Teď Ti To Tohle Toto Tuto Ty Tři U Už V Ve Vy Včera Však Všechno Všichni Z Za
        Zatím Zatímco Ze Zítra Že
        """
    ),
)
