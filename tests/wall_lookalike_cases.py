"""Articles that only look like a wall: a table of cases."""

from wall_building import WallCase, page, story

LOOKALIKES = [
    WallCase("the article", "", story()),
    WallCase(
        "the article, with a box at its end that asks to subscribe",
        "",
        story(
            "<div class='box'><p>Subscribe now for unlimited access. Already a subscriber? Sign "
            "in.</p></div>"
        ),
    ),
    WallCase(
        "an article about the paper's paywall",
        "",
        story(
            "Passengers complained that the timetable stood behind a paywall: “This article is for "
            "subscribers only”, they read on the Courier’s site.",
            "Editor Una Holm said that the paper would open all reports about the ferry.",
        ),
    ),
    WallCase(
        "an article about cookies",
        "",
        story(
            "The ferry’s own site must ask before it sets cookies, the data office ruled; its 12 "
            "partners stored personal data without consent.",
            "The operator will add a button to accept or reject all of them.",
        ),
    ),
    WallCase(
        "an article about a page that is missing",
        "",
        story(
            "Who looks for the old timetable reads “Page not found”. The page has been moved, "
            "the operator said, and will be back within a week.",
        ),
    ),
    WallCase(
        "the article, short",
        "",
        page(
            "Ferry of Tarn runs more often",
            "<h1>Ferry of Tarn runs more often</h1>",
            "The Tarn ferry will run every twenty minutes from May, said harbour master Ida Kvam. "
            "A second boat comes from Bremen in March for 31 million crowns.",
            "<p>Subscribe to our newsletter to read more about the island.</p>",
        ),
    ),
    WallCase(
        "the article, with a consent banner",
        "",
        story(
            "<div class='cookie-banner'><p>We use cookies for personalised ads. By clicking "
            "accept you give your consent to our partners.</p><button>Accept all</button></div>"
        ),
    ),
    WallCase(
        "an article about the prices of a paper",
        "",
        story(
            "Who wants to read the timetable in the Courier needs a subscription; the first month "
            "costs one crown, then it is 12 crowns a month.",
            "Already 400 islanders have one, and they can cancel at any time.",
        ),
    ),
    WallCase(
        "an article about robots, in French",
        "",
        story(
            "Le site du ferry demandait : « Vous n'êtes pas un robot ? » Des passagers n'ont pas "
            "réussi la vérification de sécurité.",
            "L'opérateur dit que la page sera réparée avant samedi.",
        ),
    ),
    WallCase(
        "the article in another language than the feed, whole",
        "",
        page(
            "Die Fähre von Tarn fährt öfter",
            "<h1>Die Fähre von Tarn fährt öfter</h1>",
            "Die Fähre von Tarn fährt ab Mai alle zwanzig Minuten, sagte Hafenmeisterin Ida Kvam "
            "am "
            "Dienstagabend im Gemeinderat der Insel.",
            "Ein zweites Schiff, die Lomvi, wurde für 31 Millionen Kronen gekauft; sie kommt über "
            "Bremen und trifft im März ein.",
            "Bisher fuhr das letzte Schiff um neun Uhr, weshalb viele Inselbewohner auf Konzerte "
            "und "
            "Kurse in der Stadt verzichten mussten.",
            lang="de",
        ),
    ),
]
