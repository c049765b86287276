"""Where sentences end in fifteen languages: abbreviations, ordinals, initials, quotations."""

import pytest
from every_case import over
from hypothesis import given
from hypothesis import strategies as st

from index.splitting.guessed_language import guessed_language
from index.splitting.sentences import split_text

# A language and its sentences.
FIRST = """
de Am 12. Oktober 2026 wird die Schleuse in Hude geschlossen. | Der Umbau dauert bis 4. März.
ar أغلق الجسر القديم لأن فولاذه صدئ. | على الشاحنات أن تسلك طريقا آخر.
ar دمر حريق مصنع الورق في برد. | لم يصب أحد. | قال ذلك عمدة البلدة أمس.
he הגשר הישן נסגר כי נשבר. | הנהגים נוסעים בדרך אחרת.
el Έκλεισε και ο σταθμός της γης. | Το τρένο δεν περνά.
de Im 19. Jahrhundert gehörte die Mühle Kaiser Otto II. und seinem Sohn. | Heute steht sie leer.
de Der Steg kostet ca. 2,5 Mio. Euro, z. B. für Holz. | Dazu kommen 3 Mrd. Kronen vom Land.
de Die 20. Ausgabe des Festes findet vom 4. bis 6. Juni statt. | Es spielt der 1. FC Alm.
de Dr. Ute Falk und Prof. Dr. Ott wohnen in der Bergstr. 7, Haus Nr. 5. | Hr. Kurz zieht aus.
de Laut § 5 Abs. 2 gilt das u. a. für Schulen, d. h. auch für die Aula. | Das Amt schwieg.
de Der Läufer kam auf Platz 3. | Der Sieger war Jan Rot. | Es war das 2. Rennen im Jahr.
de „Wir öffnen am 1. Mai!“, sagte Wirt A. Bolt. | „Kommen Sie bald …“ | Dann ging er.
de Er wurde am 3.5.2021 um 9.30 Uhr gewählt. | Seine Amtszeit endet 2027. | Die Wahl war knapp.
en The pump failed in approx. 40 homes near Ft. Worth. | Nobody was hurt.
en Wm. Shaw Jr. and Geo. Hill Sr. founded Alm Bros. Ltd. in 1890. | It closed.
en Gov. Ann Lee met Lt. Col. Bo Dahl at 9 a.m. Monday. | They spoke for an hour.
en The match Alm vs. Berg on Jan. 5 drew 300 fans. | Alm won.
en He holds a Ph.D. from the U.S. Naval Academy in Annapolis, Md. | He lives there.
en The plot cost $2.5m., cf. the report on p. 12. | The town paid.
en Rep. Roy Ash (R., Tex.) and Del. Ann Orr voted no. | Nobody else did.
en The No. 10 bus stops at Mt. Hove and St. John. | The No. 4 does not.
en The vote was 5 to 12. | Mayor Ek said no. | She left at 5 p.m.
en “Did they know?” Ms. Ek asked. | “No . . . they did not.” | She sat down.
en Mr. J. R. R. Tam and Miss K. Roe wrote to Adm. Siv Bo, i.e. the head of the fleet. | He replied.
en Article 5 para. 3 and sec. 12 apply. | The judge, Hon. Eva Ro, agreed.
en Rain fell on Sat. and Sun. in Sept. 1943. | Maj. Gen. Ola Ro and Capt. Tom Im drowned.
fr M. Dupuis et Mme Roy ont vu env. 300 élèves. | M. Vidal est parti.
fr L'école ouvre le 1er septembre à 8 h. 30 pour les petits. | La rentrée est calme.
fr Le Dr. Morel habite au n. 5, av. Foch. | Il a reçu le prof. Blin. | Mme Petit aussi.
fr « C'est fini ? » demande J.-P. Roche. | « Oui… enfin presque. » | Il sort.
fr La S.N.C.F. annonce 2,5 millions d'euros de travaux, cf. p. 12 du rapport. | Rien n'est signé.
es El Sr. Gil y la Sra. Paz viven en la Av. Colón, núm. 5. | Llegaron ayer.
es La Dra. Vega trabajó en EE. UU. y en el depto. de agua, p. ej. en Lima. | Volvió en 2019.
es «¿Quién paga?», preguntó D. Luis Rey. | «Nadie…», dijo el Gral. Mora. | ¡Qué día!
es La obra cuesta aprox. 2.5 millones de pesos. | El art. 5 y la pág. 12 lo dicen. | El juez calló.
it Il sig. Rossi e la dott.ssa Bianchi abitano in p.za Roma, n. 5. | Il prof. Neri è partito.
it Il ponte costa 3 mln. di euro, ad es. per il ferro. | L'on. Verdi ha detto di no.
it S. Anna e l'avv. G. Bruni vivono in v. Dante. | L'ing. Conti no. | Era il 3 maggio.
ru Завод в г. Пермь стоит 3 млн. рублей, т. е. мало. | Его построили в 1943 г. | Он работает.
ru По словам акад. Петрова, им. Горького назван парк, см. стр. 5. | Парк открыт.
ru Мост длиной 5 тыс. км. ведёт в пос. Лесной. | Проф. Зотов молчит. | «Кто там?» — спросил он.
uk Завод у м. Калуш коштує 3 млн. гривень, тобто мало. | Його збудували 1943 р. | Він працює.
uk Він живе на вул. Лесі Українки, буд. 5, кв. 12. | А. П. Коваль живе поруч. | Це ім. Франка парк.
uk Проф. Ткач і акад. Бондар зустрілися о 9 год. ранку. | У с. Лісове дощ. | Так і т. д. було.
cs Most v Lomnici bude otevřen 3. května 2027. | Slavnost bude 28. září.
cs Starostka Mgr. Eva Malá a Ing. Jan Dub bydlí na nám. Míru č. 5. | Stavba stála 2,5 mil. korun.
cs Ve 20. století tu žil tzv. král Karel IV. a jeho syn. | Dnes je tu např. škola. | Je zavřená.
cs Tým skončil na 3. místě. | Trenér P. Novák mlčel. | Hrál se 2. ročník.
no Brua i Os åpner 3. mai 2027, sa ordfører Liv Strand. | Festen er 17. mai kl. 12.
no Den kostet 410 mill. kroner, dvs. for mye. | Det bor ca. 300 folk der, bl.a. dr. Moe.
no I det 19. århundre eide kong Olav V. gården. | Laget ble nr. 3. | Trener T. Lie var sint.
fi Silta Kemissä avataan 3. toukokuuta 2027. | Se maksoi n. 12 milj. euroa.
fi Kirkko on 1800-luvulta, ts. vanha. | Tri. Salo ja prof. Laine asuvat siellä. | Esim. lapset eivät.
fi Joukkue oli 5. kauden jälkeen 3. sijalla. | Valmentaja M. Koski lähti. | Kello oli 9.30.
pl Most na ul. Długiej kosztuje 3 mln zł, tj. mało. | Prof. Nowak i dr. Lis byli przeciw.
pl Ks. Jan Kot i inż. A. Wilk mieszkają w m. Lipno, nr. 5. | Gen. Żuk wyjechał.
nl De brug kost ca. 3 mln. euro, d.w.z. te veel. | Burgemeester drs. J. de Wit zweeg.
nl Dhr. Bos en mevr. Kok wonen op nr. 5, o.a. met prof. Smit. | Het regende om 9.30 uur.
sv Bron öppnar den 3 maj kl. 12, dvs. på fredag. | Den kostade ca. 3 milj. kronor, bl.a. för stål.
sv Kung Gustav III. bodde här på 1700-talet, t.ex. på vintern. | Dr. Ek och prof. A. Lund skrev det.
da Broen åbner den 3. maj 2027 kl. 12. | Den koster ca. 3 mio. kr. og 2 mia. senere.
da I det 19. århundrede boede hr. Bang i nr. 5, dvs. her. | Nu bor dr. Holm der, bl.a. om vinteren.
pt O Sr. Dias e a Sra. Melo moram na Av. Brasil, n. 5. | O Dr. Pinto saiu.
pt A ponte custa aprox. 2,5 mil. de euros, p. ex. para o ferro. | O prof. Reis e o eng. Sá calaram-se.
"""  # noqa: E501
WRITTEN_AFTER_THE_RULES = """
de Die Sitzung beginnt um 18.15 Uhr im Saal des Amtes a. D. Rolf Engel. | Danach gibt es Kuchen.
de Der 3. Bauabschnitt beginnt im 2. Quartal. | Er dauert rd. 14 Monate. | Die Anwohner klagen.
de Sie wurde 9. und er 12. | Ihr Bruder gewann am So., 5. Juli, den 1. Preis.
de Bis zum 31. Dez. gilt der alte Preis, vgl. Abb. 4. | Ab Januar zahlen Gäste 5 Euro.
de Das kostet 40 Tsd. Euro bzw. 3 Prozent mehr. | Und wer zahlt? | Das bleibt offen.
de König Friedrich August III. regierte bis 1918. | Seit 2020 ist die Burg zu. | Herzog Ernst kam später.
de „Das war’s.“ | „Wirklich?“, fragte OB Dr. Lea Kern. | Im Jahr 1999. | Ende.
de Die Firma Ohm & Söhne (gegr. 1890) hat ca. 200 Mitarbeiter. | Sie baut u.a. Pumpen.
de Die Stadt plant 1.200 Plätze. | Zum 50. Mal feiert der Verein sein Fest. | Trainer Bo Ek freut sich.
en Cllr. Dee Marsh and Fr. Paul Ives opened the hall at 7 p.m. | About 90 came.
en Shares of Noor Corp. rose 4.5 pct. on Tues. | They fell on Weds.
en She moved from St. Paul, Minn., to Tulsa, Okla. | Her brother stayed in Mo.
en See fig. 3 and pp. 12-15 of vol. 2. | Dr. Roe’s notes are lost.
en “It’s over,” said Det. Insp. Mary Cole. | “Is it?” | “Yes. | Go home.”
en The U.S. economy grew 2.1 percent. | The U.K. shrank. | Prices rose, e.g. for bread.
en Prof. A. N. Holt, Ph.D., left at approx. 3 a.m. on Feb. 2. | No one saw him.
en He paid £3.5m for No. 7 Elm Rd. | It has five rooms.
en The Rev. Ian Ott vs. the Bishop of Sund, et al., is the case. | Judge J. B. Hahn hears it.
en Gens. Ito and Orr met Pres. Lind on Capt. Roe’s ship, the S.S. Alma. | They talked.
en It was his 3rd. | Then came the 4th, ca. 1910. | Critics were kind.
en Wait . . . what? | Yes! | He was paid 5 c. per line.
en Messrs. Ohm and Pratt of Lund & Co. signed. | Work starts Nov. 3.
fr Mme. Le Goff et M. Le Bras arrivent à 20 h. | Ils repartent lundi.
fr Le roi Henri IV. aimait Pau. | St. Jean et Ste. Anne sont deux villages, p. ex. pour l'été.
fr MM. Blanc et Noir, resp. maire et adjoint, habitent bd. Carnot. | Le tél. est coupé.
fr Il mesure 1,75 m. | Elle chante. | « Tu viens ? » | « Non. » | Le vol. 3 paraît en oct. prochain.
fr L'art. 12 de la loi no. 5 l'interdit. | Me. Rivet plaide. | C. Morin se tait.
es El prof. Ruiz y la Srta. Mar Gil viven en la C. Mayor, n.º 3. | Nadie los vio.
es Según el Dr. J. M. Soto, Ud. debe esperar. | Los demás no. | El Lic. Pardo también.
es Costó 3 mill. de euros, i.e. mucho. | ¿Por qué? | Porque sí... | Y ya.
es Vive en Bs. As. con el Ing. Lara y cía. | La empresa Sol S. A. cerró.
it Il dott. Greco e l'arch. Villa lavorano in c.so Italia, n. 12. | Non hanno risposto.
it Mons. Riva e don C. Serra sono a S. Marco, cfr. pag. 3. | La chiesa è chiusa.
it Costa ca. 30 mila euro ecc. ecc. | Nel 2020 costava meno. | Il gen. Fabbri lo sa.
it «Chi è?» chiese la sig.ra Leone. | «Nessuno…» | Poi uscì. | Era l'on. Marino.
ru Депутат Госдумы О. В. Зуев приехал в с. Берёзовка. | Он пробыл там 3 ч. | Потом уехал.
ru Цена — 40 тыс. руб. за кв. м. | Это дорого. | Так считает г-н Лось.
ru В XIX в. здесь был завод, см. рис. 3. | Сейчас — музей. | Директор музея — д-р Ким.
ru Встреча прошла в 10 ч. 30 мин. в д. Ивановка, т. к. шёл дождь. | Участвовали 20 чел.
ru По данным на 1 янв. 2020 г., в обл. жили 2 млн. чел. | Сейчас меньше. | «Да»…
uk Депутат О. В. Заєць приїхав у смт. Ясне на просп. Миру. | Він пробув там 3 год.
uk Ціна — 40 тис. грн. за кв. м. | Це дорого. | Так вважає п. Бойко.
uk У XIX ст. тут був завод, див. рис. 3. | Тепер — музей. | Гол. редактор К. Лис мовчить.
cs JUDr. Petr Hák a MUDr. Iva Nová jedou do Ústí n. L. vlakem. | Cesta trvá cca 3 hod.
cs Podle § 5 odst. 2 platí pokuta 3 tis. Kč. | Soud ji potvrdil 12. 10. 2026. | Obec mlčí.
cs Kostel sv. Jana stojí od 14. století. | Opravil ho arch. Jan Kos, viz str. 12. | Kdo platí?
no Selskapet A/S Nord tapte 3 mrd. kr. i fjor. | I år går det bedre, jf. s. 12.
fi Presidentti K. Aalto puhui klo 12. | Juhla on 6. joulukuuta. | Ks. s. 5 ja kuva 3.
fi Myynti kasvoi 2,5 prosenttia mm. viennin ansiosta. | Ym. syitä oli. | Johtaja ei tullut.
pl Inż. Ewa Bąk i mjr Jan Sęk mieszkają na os. Słonecznym, bl. 5. | Milczą.
pl Spotkanie odbędzie się o godz. 18. | Przyjdzie ok. 40 osób, m.in. wójt gm. Lipa.
pl Budowa kosztuje 3 mld zł i potrwa do 2027 r. | Tak mówi A. Żak, dyr. szkoły.
nl Mr. P. van Dam en ir. Vos wonen o.a. in Den Bosch, a.d. IJssel. | Ze zwijgen.
nl Zie blz. 12 en art. 5 lid 2. | De rechter, mw. mr. Blom, zei niets.
sv Bron är 45 m. lång och byggdes omkr. 1890. | Den rivs nu. | Se s. 12, t.ex. bilden.
sv Advokat K. Ek, f.d. domare, bor på nr. 7. | Hon sa nej. | Mötet är den 5 juni kl. 18.
da Adv. Bo Dam bor i Nr. Nebel, tlf. 12 34 56. | Han svarede ikke.
da Prisen er 3 mia. kr. pr. år, jf. § 5. | Kong Frederik 9. indviede broen. | Skt. Hans fejres her.
pt A Profa. Ana Reis mora na R. Nova, n. 3, a aprox. 5 km. de Faro. | Ninguém a viu.
pt O art. 5 e a pág. 12 são claros, cf. o anexo. | O Eng. Luz e a Dra. M. Paz concordam.
"""  # noqa: E501
# An abbreviation before a name or verb that may also open a sentence; names of streets.
STILL_WRONG = """
ru Он живёт на ул. Ленина, д. 5, кв. 12. | А. П. Орлов живёт рядом и т. д. | Дом старый.
pl W XIX w. stał tu dom, np. szkoła itd. | Otwarto go 3 maja 1890 r. | Był drewniany.
de St. Marien liegt an der Kirchstr. in Alm. | Der Turm misst 45 m. | Pfr. Tim Ohm läutet täglich.
no Adv. Kari Moe bor i Storgt. 5 og har tlf. 12 34 56. | Hun svarte ikke.
no Møtet er fredag 5. juni kl. 18.30. | Ordfører P. Ås leder det. | Ca. 40 er påmeldt.
fi Tri Anna Mäki asuu os. Koulukatu 5 B. | Vuokra on n. 700 e. kuussa. | Se nousi.
"""


def rows(table: str) -> list[tuple[str, list[str]]]:
    lines = [line.split(" ", 1) for line in table.splitlines() if line]
    return [(language, text.split(" | ")) for language, text in lines]


@over(rows(FIRST + WRITTEN_AFTER_THE_RULES))
def test_a_full_stop_that_belongs_to_a_word_ends_no_sentence(
    language: str, parts: list[str]
) -> None:
    assert [found.text for found in split_text(" ".join(parts), language)] == parts


@pytest.mark.parametrize(("language", "parts"), rows(STILL_WRONG))
@pytest.mark.xfail(strict=True)
def test_a_full_stop_that_cannot_be_told(language: str, parts: list[str]) -> None:
    assert [found.text for found in split_text(" ".join(parts), language)] == parts


@over(
    [
        ("Am 12. Oktober in Hude.", "de", "de"),
        ("Am 12. Oktober in Hude.", "de-AT", "de"),
        ("The ferry to Alm sailed on Monday, and that was the last of it.", "de", "en"),
        ("Die Fähre nach Alm ist nicht mit Gästen und der Post gefahren.", "", "de"),
        ("Il traghetto non è della città, che gli altri sono nel porto.", "", "it"),
        ("Most w Alm nie został otwarty, jak się okazało, przez deszcz.", "", "pl"),
        ("Broen ble ikke åpnet etter flommen, og fra Alm seg også.", "", "no"),
        ("Broen blev ikke åbnet efter flommen, og fra Alm sig også.", "", "da"),
        ("Міст у місті Калуш відкрили.", "", "uk"),
        ("12 400", "fi", "fi"),
        ("12 400", "", "en"),
    ]
)
def test_a_text_shows_its_language_and_a_claim_counts_where_it_does_not(
    text: str, claimed: str, language: str
) -> None:
    assert guessed_language(text, claimed) == language


def test_an_unknown_language_is_split_by_form() -> None:
    parts = ["A híd 3. szakaszát dr. Kiss nyitotta meg.", "Ott volt B. Nagy is."]
    assert [found.text for found in split_text(" ".join(parts), "hu")] == parts


PIECES = st.sampled_from(
    ["Dr. ", "am ", "3. ", "Mai ", "г. ", "Он ", "J.-P. ", "« ", " »", "z. B. ", "… ", "12"]
)


@given(
    st.lists(st.one_of(PIECES, st.text(max_size=9)), max_size=40).map("".join),
    st.sampled_from(["", "de", "en", "fr", "ru", "fi", "hu", "xx", "zh"]),
)
def test_offsets_hold_in_every_language(text: str, language: str) -> None:
    reached = 0
    for sentence in split_text(text, language):
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert not text[reached : sentence.start].strip()
        reached = sentence.end
    assert not text[reached:].strip()
