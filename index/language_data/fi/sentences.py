"""Where a full stop ends no sentence, in Finnish: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Kenr Ylit dos esim hra ks maist nti prof rva toht tri ts tuom vrt
        """
    ),
    abbreviations=words(
        """
        Pres dipl dipl.ins ennen ent eräs evl fil hlö huom ins jnk joht jr kapt kenr kok kts
        kumpp luutn milj mm mrd muk muun nim nk nro ns nyk puh puol pääl siht st tark tekn
        toim toim.joht tunt tuotekeh vas yht ylik yliop ystäv
        """
    ),
    before_numbers=words("art ent klo kpl ks kts n nro p pu puh s tel v vol vrt §"),
    starters=words(
        """
        Aiemmin Aikaisemmin Aina Asia Edellä Ehkä Ei Eikä Eilen Eivät Ennen Esimerkiksi
        Etenkin He Heidän Heti Huomenna Hyvin Hän Hänen Ihmiset Ilman Itse Ja Jo Joka
        Jokainen Joku Jopa Jos Kaikki Kaksi Koko Kolme Koska Kuitenkin Kuka Kukaan Kun Kuten
        Lisäksi Me Meidän Miksi Mikä Mikään Minä Missä Miten Monet Moni Mutta Muut Myöhemmin
        Myös Ne Nyt Näin Nämä Oli Olivat On Ovat Samalla Se Sen Siellä Siinä Siis Siitä
        Siksi Sillä Silti Sinne Sitten Tai Te Toinen Toisaalta Tuo Tuolloin Tällä Tämä Tämän
        Tänään Tässä Tästä Vaikka Vain Vasta Vielä Viime Voi Yhä Yksi
        """
    ),
)
