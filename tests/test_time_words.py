"""Time expressions of articles become days of the calendar, in every language that is read."""

from datetime import date

from every_case import over

from bot.language.dates_in_text import mentions

THURSDAY = date(2026, 2, 26)

# What is read on that Thursday -> the days that it means.
TABLES = {
    "en": """
        The kiln was lit the day before yesterday. | 24 February 2026
        The kiln was lit yesterday. | 25 February 2026
        It rained last night in Orsk. | 25 February 2026
        The shop opened this morning. | 26 February 2026
        The road will be opened tomorrow. | 27 February 2026
        The road reopens the day after tomorrow. | 28 February 2026
        Ane Ro resigned three days ago. | 23 February 2026
        The trial starts in five days' time. | 3 March 2026
        They met on Monday. | 23 February 2026
        They met last Friday. | 20 February 2026
        They will meet on Monday. | 2 March 2026
        The council votes next Monday. | 2 March 2026
        It ran aground last week. | 16 to 22 February 2026
        The fair opens next week. | 2 to 8 March 2026
        Prices fell this week. | 23 February to 1 March 2026
        A week ago the dam broke. | 16 to 22 February 2026
        Two brothers were hurt at the weekend. | 21 to 22 February 2026
        The lake will be closed over the weekend. | 28 February to 1 March 2026
        The mine closed last month. | January 2026
        Earlier this month a barn burned. | February 2026
        The ferry starts again next month. | March 2026
        It carried 3.2 million last year. | 2025
        The bridge is to be built this year. | 2026
        Next year the hall will open. | 2027
        The year before last it snowed. | 2024
        The farm was founded ten years ago. | 2016
    """,
    "de": """
        Der Ofen wurde vorgestern angezündet. | 24 February 2026
        Gestern brannte in Orsk eine Scheune. | 25 February 2026
        Die Bürgermeisterin sagte das heute. | 26 February 2026
        Die Straße wird morgen wieder geöffnet. | 27 February 2026
        Der Markt wird übermorgen eröffnet. | 28 February 2026
        Er trat vor drei Tagen zurück. | 23 February 2026
        Der Prozess beginnt in fünf Tagen. | 3 March 2026
        Sie trafen sich am Montag. | 23 February 2026
        Sie trafen sich am vergangenen Freitag. | 20 February 2026
        Sie werden sich am Montag treffen. | 2 March 2026
        Der Rat tagt am kommenden Montag. | 2 March 2026
        Das Schiff lief in der vergangenen Woche auf Grund. | 16 to 22 February 2026
        Nächste Woche wird die Messe eröffnet. | 2 to 8 March 2026
        In dieser Woche fielen die Preise. | 23 February to 1 March 2026
        Vor einer Woche brach der Damm. | 16 to 22 February 2026
        Am Wochenende wurden zwei Brüder verletzt. | 21 to 22 February 2026
        Die Mine schloss im vergangenen Monat. | January 2026
        In diesem Monat brannte es zweimal. | February 2026
        Im nächsten Monat fährt die Fähre wieder. | March 2026
        Im vergangenen Jahr waren es 3,2 Millionen. | 2025
        Letztes Jahr kamen 300 Gäste. | 2025
        Die Brücke soll in diesem Jahr fertig werden. | 2026
        Die Halle soll im kommenden Jahr eröffnet werden. | 2027
        Der Hof wurde vor zehn Jahren gegründet. | 2016
    """,
    "fr": """
        Le four a été allumé avant-hier. | 24 February 2026
        Hier, une grange a brûlé à Orsk. | 25 February 2026
        La maire l'a dit aujourd'hui. | 26 February 2026
        La route sera rouverte demain. | 27 February 2026
        Le marché ouvrira après-demain. | 28 February 2026
        Il a démissionné il y a trois jours. | 23 February 2026
        Le procès commencera dans cinq jours. | 3 March 2026
        Ils se sont rencontrés lundi. | 23 February 2026
        Ils se sont rencontrés vendredi dernier. | 20 February 2026
        Ils se rencontreront lundi. | 2 March 2026
        Le conseil votera lundi prochain. | 2 March 2026
        Le navire s'est échoué la semaine dernière. | 16 to 22 February 2026
        La foire ouvrira la semaine prochaine. | 2 to 8 March 2026
        Cette semaine, les prix ont baissé. | 23 February to 1 March 2026
        Il y a une semaine, la digue a cédé. | 16 to 22 February 2026
        Deux frères ont été blessés ce week-end. | 21 to 22 February 2026
        La mine a fermé le mois dernier. | January 2026
        Deux granges ont brûlé ce mois-ci. | February 2026
        Le bac reprendra le mois prochain. | March 2026
        L'an dernier, il y en avait 3,2 millions. | 2025
        L'année dernière, 300 personnes sont venues. | 2025
        Le pont sera construit cette année. | 2026
        La salle ouvrira l'année prochaine. | 2027
        La ferme a été fondée il y a dix ans. | 2016
    """,
    "es": """
        El horno se encendió anteayer. | 24 February 2026
        Ayer ardió un granero en Orsk. | 25 February 2026
        La alcaldesa lo dijo hoy. | 26 February 2026
        La carretera se abrirá mañana. | 27 February 2026
        El mercado abrirá pasado mañana. | 28 February 2026
        Dimitió hace tres días. | 23 February 2026
        El juicio empezará dentro de cinco días. | 3 March 2026
        Se reunieron el lunes. | 23 February 2026
        Se reunieron el viernes pasado. | 20 February 2026
        Se reunirán el lunes. | 2 March 2026
        El consejo votará el próximo lunes. | 2 March 2026
        El barco encalló la semana pasada. | 16 to 22 February 2026
        La feria abrirá la próxima semana. | 2 to 8 March 2026
        Esta semana bajaron los precios. | 23 February to 1 March 2026
        Hace una semana se rompió la presa. | 16 to 22 February 2026
        Dos hermanos resultaron heridos el fin de semana. | 21 to 22 February 2026
        La mina cerró el mes pasado. | January 2026
        Este mes ardieron dos graneros. | February 2026
        El transbordador volverá el mes que viene. | March 2026
        El año pasado fueron 3,2 millones. | 2025
        El pasado año vinieron 300 personas. | 2025
        El puente se construirá este año. | 2026
        La sala abrirá el próximo año. | 2027
        La granja fue fundada hace diez años. | 2016
    """,
    "ru": """
        Печь зажгли позавчера. | 24 February 2026
        Вчера в Орске сгорел сарай. | 25 February 2026
        Мэр сказала об этом сегодня. | 26 February 2026
        Дорогу откроют завтра. | 27 February 2026
        Рынок откроется послезавтра. | 28 February 2026
        Он ушёл три дня назад. | 23 February 2026
        Суд начнется через пять дней. | 3 March 2026
        Они встретились в понедельник. | 23 February 2026
        Они встретились в прошлую пятницу. | 20 February 2026
        Они будут заседать в понедельник. | 2 March 2026
        Совет соберется в следующий понедельник. | 2 March 2026
        Судно село на мель на прошлой неделе. | 16 to 22 February 2026
        Ярмарка откроется на следующей неделе. | 2 to 8 March 2026
        На этой неделе цены упали. | 23 February to 1 March 2026
        Неделю назад прорвало плотину. | 16 to 22 February 2026
        Два брата пострадали в выходные. | 21 to 22 February 2026
        Шахту закрыли в прошлом месяце. | January 2026
        В этом месяце сгорели два сарая. | February 2026
        Паром пойдет в следующем месяце. | March 2026
        В прошлом году их было 3,2 миллиона. | 2025
        Весной прошлого года приехали 300 гостей. | 2025
        Мост построят в этом году. | 2026
        Зал откроют в следующем году. | 2027
        Ферма основана десять лет назад. | 2016
    """,
    "uk": """
        Піч запалили позавчора. | 24 February 2026
        Учора в Орську згорів сарай. | 25 February 2026
        Мерка сказала про це сьогодні. | 26 February 2026
        Дорогу відкриють завтра. | 27 February 2026
        Ринок відкриється післязавтра. | 28 February 2026
        Він пішов три дні тому. | 23 February 2026
        Суд почнеться через п'ять днів. | 3 March 2026
        Вони зустрілися в понеділок. | 23 February 2026
        Вони зустрілися минулої п'ятниці. | 20 February 2026
        Вони будуть засідати в понеділок. | 2 March 2026
        Рада збереться наступного понеділка. | 2 March 2026
        Судно сіло на мілину минулого тижня. | 16 to 22 February 2026
        Ярмарок відкриється наступного тижня. | 2 to 8 March 2026
        Цього тижня ціни впали. | 23 February to 1 March 2026
        Тиждень тому прорвало греблю. | 16 to 22 February 2026
        Двоє братів постраждали на вихідних. | 21 to 22 February 2026
        Шахту закрили минулого місяця. | January 2026
        Цього місяця згоріли два сараї. | February 2026
        Пором піде наступного місяця. | March 2026
        Минулого року їх було 3,2 мільйона. | 2025
        Торік приїхали 300 гостей. | 2025
        Міст збудують цього року. | 2026
        Залу відкриють наступного року. | 2027
        Ферму заснували десять років тому. | 2016
    """,
}


# Written when the tables above were read right.
LATER_TABLES = {
    "en": """
        Tomorrow's race has been called off. | 27 February 2026
        Four barges sank on the Ull earlier this week. | 23 February to 1 March 2026
        Late last year Per Ask left the party. | 2025
        The orchard, sold two months ago, lies fallow. | December 2025
        She will retire in three years. |
        Ro said on Tuesday that it will open on Saturday. | 24 February 2026, 28 February 2026
        It will open on Saturday, Ro said on Tuesday. | 28 February 2026, 24 February 2026
        On Sunday the village elects a new mayor, who will serve until 2030. | 1 March 2026
        Last Tuesday's storm tore off the roof. | 24 February 2026
        The ferry is closed until Monday. | 2 March 2026
        The mill burned down a year ago. | 2025
        The mill at Torve burned down the day before yesterday. | 24 February 2026
        The ferry will sail again in ten days. | 8 March 2026
        Over the past three months, 12 shops closed. | 26 November 2025 to 26 February 2026
        The firm carried 41,000 people in the first quarter of last year. | 2025
        The lake has been closed to swimmers since last autumn. |
        The bridge was closed overnight. |
        Police searched the flat on Wednesday night. | 25 February 2026
        The band is playing here this weekend. | 28 February to 1 March 2026
        Voters had turned the plan down the weekend before last. | 14 to 15 February 2026
        He died in the last week of the war. |
        It was the last year that the mill ran. |
        In her last year she wrote little. |
        The next day the river fell. |
        Two years earlier she had won. |
        More than ten years ago the pit was shut. |
        The work was done in two weeks. |
        The vote is planned for next Friday. |
        The Sun reported on its programme This Week. |
        Martha May works at USA TODAY. |
        On Monday, May called it a good plan. | 23 February 2026
        The two ports on Monday agreed to share a pilot. | 23 February 2026
        The two ports agreed to meet on Monday. | 2 March 2026
        On Monday the queen is scheduled to open it. | 2 March 2026
        He lost votes on Super Tuesday. |
    """,
    "de": """
        Die gestrige Sitzung fiel aus. |
        Am Donnerstagabend brannte ein Stall. | 26 February 2026
        Ende letzten Jahres verließ er die Partei. | 2025
        Der Hof wurde vor zwei Monaten verkauft. | December 2025
        Sie wird in drei Jahren aufhören. |
        Am Sonntag wird im Dorf gewählt. | 1 March 2026
        Der Sturm vom vergangenen Dienstag riss das Dach ab. | 24 February 2026
        Übernächste Woche wird verhandelt. | 9 to 15 March 2026
        Am kommenden Wochenende spielt die Kapelle. | 28 February to 1 March 2026
        In den letzten Jahren kamen weniger. |
        Vor mehr als zehn Jahren schloss die Grube. |
        Am Morgen lag Schnee. |
        Er wohnt hier in der Mühle und nicht am See. |
    """,
    "fr": """
        La séance d'hier a été annulée. | 25 February 2026
        Une étable a brûlé mercredi soir. | 25 February 2026
        La ferme a été vendue il y a deux mois. | December 2025
        Le village votera dimanche. | 1 March 2026
        L'orchestre jouera ce week-end. | 28 February to 1 March 2026
        La tempête de mardi dernier a arraché le toit. | 24 February 2026
        L'an prochain, elle partira. | 2027
        La mine a fermé il y a plus de dix ans. |
        Le lendemain, la rivière a baissé. |
    """,
    "es": """
        La sesión de ayer fue anulada. | 25 February 2026
        Un establo ardió el miércoles. | 25 February 2026
        La granja se vendió hace dos meses. | December 2025
        El pueblo votará el domingo. | 1 March 2026
        La banda tocará este fin de semana. | 28 February to 1 March 2026
        La tormenta del pasado martes arrancó el tejado. | 24 February 2026
        Se jubilará el año que viene. | 2027
        La mina cerró hace más de diez años. |
        Por la mañana había nieve. |
    """,
    "ru": """
        Вчерашнее заседание отменили. |
        Вечером в среду сгорел хлев. | 25 February 2026
        Ферму продали два месяца назад. | December 2025
        Деревня будет голосовать в воскресенье. | 1 March 2026
        Оркестр будет играть в эти выходные. | 28 February to 1 March 2026
        Буря в минувший вторник сорвала крышу. | 24 February 2026
        В будущем году она уйдет. | 2027
        Много лет назад здесь была шахта. |
        Шахту закрыли более десяти лет назад. |
    """,
    "uk": """
        Увечері в середу згорів хлів. | 25 February 2026
        Ферму продали два місяці тому. | December 2025
        Село буде голосувати в неділю. | 1 March 2026
        Буря минулого вівторка зірвала дах. | 24 February 2026
        Наступного року вона піде. | 2027
        Багато років тому тут була шахта. |
        Шахту закрили понад десять років тому. |
    """,
}


# No date is better than a wrong one: words that name something else, or a day that may be another.
UNSURE_TABLES = {
    "en": """
        The final is on Sunday. |
        The deadline is Friday. |
        The loss to Norvik on Sunday could cost the coach his job. |
        Plans shown to residents on Monday say the hall will be built. |
        On Sunday the court will decide. | 1 March 2026
        DALUM (AP) - On Sunday the court will decide. | 1 March 2026
        It stood here 1,000 years ago. |
        Twenty-five years ago he left. |
        It was sold 10-15 years ago. |
        It was sold 10 to 15 years ago. |
        They met a year and two months ago. |
        Two years ago she won. | 2024
        USA Today wrote of it. |
        “Today is a good day,” she said. | 26 February 2026
        The Tonight Show was on. |
        Sheffield Wednesday were relegated. |
        The Mail on Sunday had it first. |
        Saturday Night Live came back. |
        Sales rose on Cyber Monday. |
        Apple on Monday posted record revenue. | 23 February 2026
        They announced the news Monday. | 23 February 2026
        Covid-19 was found here two weeks ago. | 9 to 15 February 2026
        Police shot 2 men three days ago. | 23 February 2026
        In the capital on Sunday, Mr Aas will meet her. | 1 March 2026
    """,
    "de": """
        Das Finale ist am Sonntag. |
        Der Sänger ist am Sonntag gestorben. | 22 February 2026
        Hier wird das Dach des Hauses repariert. |
        Die heute-show lief wieder. |
        Heute lief sie wieder. | 26 February 2026
    """,
    "fr": "Hier, le ministre a dit non. | 25 February 2026",
    "es": "La final es el domingo. |",
    "ru": """
        Выборы пройдут в воскресенье. | 1 March 2026
        Суд рассмотрит дело в пятницу. | 27 February 2026
        Двадцать пять лет назад он уехал. |
        Шахту закрыли 2,5 года назад. |
        Город стоял здесь 2 000 лет назад. |
    """,
    "uk": "Двадцять п'ять років тому він поїхав. |",
}


def cases(table: str) -> list[tuple[str, str]]:
    rows = (line.rsplit("|", 1) for line in table.strip().splitlines())
    return [(text.strip(), days.strip()) for text, days in rows]


def meant(text: str) -> str:
    """The days of all relative mentions of `text`."""
    return ", ".join(str(m.span) for m in mentions(text, THURSDAY) if m.relative)


@over(
    [
        case
        for table in (*TABLES.values(), *LATER_TABLES.values(), *UNSURE_TABLES.values())
        for case in cases(table)
    ]
)
def test_a_time_word_of_an_article_means_days(text: str, days: str) -> None:
    assert meant(text) == days
