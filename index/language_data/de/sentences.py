"""Where a full stop ends no sentence, in German: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Abg Bgm Dipl Dipl.-Ing Dr Fam Fr Frl Gebr Hl Hr Hrn Ing Kard Mag Mr Mrs Pf Pfr Prof
        Sen St bzw ca d.h inkl insb sog vgl z.B
        """
    ),
    abbreviations=words(
        """
        Abt Adm Bd Bf Chr Fa Gen Jh Kfm Mill Mio Mrd Obst Präs Std Str Tsd Univ betr bzgl cf
        dgl dt ehem einschl evtl exkl franz geb gegr ggf hl insbes jew kath mind norw rd
        schwed sogen staatl stellv städt tägl unbek verh vorm wg wiss zit österr
        """
    ),
    before_numbers=words(
        """
        Abb Abs Anm Apr Art Aufl Aug Bd Buchst Dez Feb Jan Jul Jun Kap Mrz Nov Nr Nrn Okt
        Pos Rn Rz S Sep Sept Tab Tel Ziff ca ff mind rd str
        """
    ),
    ordinal_before=words(
        """
        ab als am an auf aus beim bis das dem den der deren des dessen die diesem diesen
        dieser durch ein eine einem einen einer eines für gegen heute ihr ihre ihrem ihren
        ihrer im ins jeden jeder mein meine mit nach oder sein seine seinem seinen seiner
        seit und unser unsere unserem unseren vom von vor zum zur zwischen
        """
    ),
    ordinal_after=words(
        """
        Apr April Aug August Dez Dezember Feb Februar Jahrhundert Jahrhunderte Jahrhunderts
        Jan Januar Jh Jhd Jhdt Jul Juli Jun Juni Jänner Mai Mrz März Nov November Okt
        Oktober Sep Sept September Weltkrieg Weltkrieges Weltkriegs
        """
    ),
    starters=words(
        """
        Aber Alle Allerdings Als Am An Auch Auf Aus Bei Beide Bis Da Dabei Dadurch Daher
        Damals Damit Danach Dann Daraufhin Darum Das Dass Dazu Denn Dennoch Der Derzeit
        Deshalb Die Dies Diese Dieser Dieses Doch Dort Durch Ein Eine Einen Einer Er Erst Es
        Etwa Für Gegen Heute Hier Ich Ihm Ihr Ihre Im In Inzwischen Ist Jeder Jetzt Kein
        Keine Laut Man Mehr Mein Mit Morgen Nach Nachdem Nicht Niemand Nun Nur Ob Obwohl
        Oder Ohne Schon Sehr Sein Seine Seit Seitdem Sie So Sogar Später Trotz Trotzdem Um
        Und Unser Unter Viele Vom Von Vor Warum Was Weil Weitere Wenn Wer Wie Wir Wo Während
        Zu Zudem Zuletzt Zum Zur Zuvor Zwar Zwei Über
        """
    ),
)
