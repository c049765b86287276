"""Where a full stop ends no sentence, in Italian: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        S SS ad amm avv c.so card cfr dott dott.ssa dr f.lli geom ing l.go mons on p.le p.za
        prof prof.ssa rag sen sig sig.na sig.ra sigg ten
        """
    ),
    abbreviations=words(
        """
        Cav Egr Rev Soc Spett arch ca cap col ecc es gen magg n p.zza prov pza tel v v.le vs
        """
    ),
    before_numbers=words(
        """
        apr art artt ca cap capp dic febbr fig genn n nn nov nr num ott p pag pagg par pp
        sett tel v vol voll
        """
    ),
    starters=words(
        """
        A Ad Adesso Al Alcuni Alla Allora Altri Anche Ancora Appena Bisogna C'è Ci Come Con
        Contro Cosa Così Da Dal Dalla Del Della Di Dopo Dove Due Durante E Ecco Ed Egli Ella
        Entrambi Era Erano Essi Fra Già Gli Ha Hanno I Ieri Il In Infatti Inoltre Intanto
        Invece Io La Le Lei Lo Loro Lui Ma Mentre Molti Nei Nel Nella Nelle Nessuna Nessuno
        Niente Noi Non O Oggi Ogni Ora Per Perché Però Poi Quando Quanto Quei Quella Quelle
        Quelli Quello Questa Queste Questi Questo Qui Se Secondo Sembra Senza Si Sono Sotto
        Sua Subito Sui Sul Sulla Suo Suoi Tra Tre Tutta Tutte Tutti Tutto Un Una Uno Verso
        Voi È
        """
    ),
)
