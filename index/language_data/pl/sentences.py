"""Where a full stop ends no sentence, in Polish: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        abp adm al bp doc dr gen im inż kard kpt ks m.in mec mgr mjr np por prof płk red tj
        tzn tzw ul św
        """
    ),
    abbreviations=words(
        """
        O bm br daw dyr franc gm godz hab in kier kmdr lek m m.st min nadinsp nadkom niem
        obw ok os p pl pld ppłk przew przyp pseud płn reż rtm wg wicepr woj ws ww właśc zob
        zw zwł łac śp śr
        """
    ),
    before_numbers=words(
        """
        art bud godz grudz kwiet lok nr nry ok p par paźdz pkt poz ppkt rozdz rys s sierp
        str stycz t tab tel tys ust vol wrześ zał
        """
    ),
    starters=words(
        """
        A Aby Albo Ale Ani Bez Był Była Było Były Będzie Chociaż Co Czy Dla Dlaczego Dlatego
        Do Dopiero Dwa Dwie Dziś Gdy Gdyby Gdzie I Ich Inne Inni Ja Jak Jako Jednak Jego Jej
        Jest Jeszcze Jeśli Już Każdy Kiedy Kto Która Które Który Lecz Ma Mimo My Mój Na Nad
        Nasz Natomiast Nic Nie Niestety Nikt O Obecnie Od On Ona One Oni Ono Oprócz Po Pod
        Podczas Podobnie Ponadto Ponieważ Potem Powiedział Przed Przez Przy Później Się Skąd
        Swoją Są Ta Tak Także Tam Te Tej Ten Teraz To Tu Tuż Tylko Tym Tymczasem U W Wczoraj
        We Według Wielu Więc Wszyscy Wszystko Wtedy Z Za Zatem Zaś Zdaniem Ze Został Została
        Żaden Że
        """
    ),
)
