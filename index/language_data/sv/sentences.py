"""Where a full stop ends no sentence, in Swedish: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Fr Mr Mrs S:t S:ta St Sta adv bl.a ca dr frk hr jfr kapt prof t.ex
        """
    ),
    abbreviations=words(
        """
        Chr Jr adm alt ang anm avd avg bitr bl civ civ.ing d.v.s doc dvs e.d eng ev evt exkl
        f.d f.ö fd fil fr.o.m fv gen i.st.f inkl insp jur kand kgl kommendörk kung lic lt
        m.a.o m.fl maj max mdr med milj min mr ndv ngt o.d omkr ordf p.g.a pga resp s.k s:t
        sekr sgt stf t.o.m tekn teol tex tf tfn tidn uppl utg vanl äv övers
        """
    ),
    before_numbers=words(
        """
        apr art aug ca dec feb fig jan jfr kap kl kv mom nov nr nris okt omkr p pkt s sep
        sept sid tab tel tfn vol §
        """
    ),
    starters=words(
        """
        Alla Allt Andra Att Av Bara Båda Både De Dem Den Denna Dessa Dessutom Det Detta Dock
        Du Där Därefter Därför Då Efter Eftersom Ej Eller En Enligt Ett Fler Flera Fram Från
        För Före Först Han Hans Har Hennes Hon Hur I Idag Igår Ingen Ingenting Inget Innan
        Inte Ja Jag Just Kan Man Med Medan Mellan Men Min Mot Många Ned Nej Ni Nu När Och
        Också Om På Redan Samma Samtidigt Sedan Senare Sin Som Så Såväl Tidigare Till Tre
        Trots Två Under Upp Ur Utan Utom Vad Var Varför Varje Vart Vem Vi Vid Vilka Vilken
        Vår Våra Är Även Åt Över
        """
    ),
)
