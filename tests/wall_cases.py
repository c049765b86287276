"""Pages served with 200 that are walls, and articles that only look like one: tables of cases.

Each page is what a feed's entry about the ferry of Tarn leads to; the feed has a text of its own.
"""

from dataclasses import dataclass

FEED_TEXT = (
    "<p>The ferry of Tarn will run every twenty minutes from May, harbour master Ida Kvam said on "
    "Tuesday.</p><p>A second boat was bought for 31 million crowns and arrives in March.</p>"
)
FEED_TITLE = "Ferry of Tarn runs more often"
OF_FEED = "bought for 31 million crowns and arrives in March"
WHOLE = (
    "The ferry of Tarn will run every twenty minutes from May, harbour master Ida Kvam told the "
    "council on Tuesday evening.",
    "A second boat, the Lomvi, was bought for 31 million crowns; it comes by way of Bremen and "
    "arrives in March.",
    "Until now the last boat left at nine, which kept many islanders from concerts and classes.",
    "Captain Jens Ravn will train eight new deckhands over the winter, four of them from the "
    "island itself.",
    "The council votes on the new timetable in January and on the fares a month later.",
)


@dataclass(frozen=True, slots=True)
class WallCase:
    """A page; `kind` is that of the wall it is, "" where it is the article."""

    name: str
    kind: str
    html: str


def _page(title: str, *blocks: str, head: str = "", lang: str = "en") -> str:
    body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>'
        f"<main>{body}</main></body></html>"
    )


def _story(*more: str, title: str = "Ferry of Tarn runs more often | Tarn Courier") -> str:
    return _page(title, "<h1>Ferry of Tarn runs more often</h1>", *WHOLE, *more)


WALLS = [
    WallCase(
        "paywall, English",
        "subscription",
        _page(
            "Continue reading | Tarn Courier",
            "<h1>Continue reading with a subscription</h1>",
            "You have reached your limit of free articles this month. Choose a plan that suits you "
            "and get unlimited access to everything that our reporters write.",
            "<ul><li>Digital: 4 crowns for four weeks</li><li>Digital and paper: 19 crowns for "
            "four weeks</li></ul>",
            "Already a subscriber? Sign in. You can cancel at any time.",
        ),
    ),
    WallCase(
        "paywall, German",
        "subscription",
        _page(
            "Weiterlesen mit Tarn Plus",
            "<h1>Diesen Artikel weiterlesen mit Tarn Plus</h1>",
            "Dieser Artikel ist nur für Abonnenten verfügbar. Testen Sie das Digitalabo vier "
            "Wochen "
            "lang für einen Euro und lesen Sie alle Berichte unserer Redaktion.",
            "Sie haben bereits ein Abo? Hier anmelden. Jederzeit kündbar.",
            lang="de",
        ),
    ),
    WallCase(
        "paywall, Russian",
        "subscription",
        _page(
            "Доступ по подписке — Тарнский вестник",
            "<h1>Этот материал доступен только подписчикам</h1>",
            "Оформите подписку, чтобы читать все статьи без ограничений. Первый месяц стоит один "
            "рубль, отменить её можно в любой момент.",
            "Уже есть подписка? Войдите в личный кабинет.",
            lang="ru",
        ),
    ),
    WallCase(
        "login, Spanish",
        "subscription",
        _page(
            "Inicia sesión | El Correo de Tarn",
            "<h1>Inicia sesión para seguir leyendo</h1>",
            "Este contenido es exclusivo para suscriptores. Regístrate gratis o suscríbete desde "
            "un "
            "euro al mes para leer este artículo completo.",
            "¿Ya eres suscriptor? Inicia sesión con tu correo electrónico.",
            lang="es",
        ),
    ),
    WallCase(
        "consent, English",
        "consent",
        _page(
            "We value your privacy",
            "<h1>We value your privacy</h1>",
            "We and our 641 partners store and access information on a device, such as cookies, "
            "and "
            "process personal data, such as unique identifiers, for personalised ads and content.",
            "With your permission we may use precise geolocation data. You may click to consent to "
            "our processing, or change your preferences before consenting. Some processing may "
            "not require your consent, but you have a right to object.",
            "<button>More options</button><button>Agree</button>",
        ),
    ),
    WallCase(
        "consent, German",
        "consent",
        _page(
            "Zustimmung erforderlich",
            "<h1>Mit Werbung und Cookies weiterlesen</h1>",
            "Wir und unsere 203 Partner verarbeiten personenbezogene Daten, zum Beispiel Cookies "
            "und "
            "Geräte-Kennungen, um Anzeigen zu personalisieren und ihre Wirkung zu messen.",
            "Ihre Einwilligung können Sie jederzeit in den Datenschutzeinstellungen widerrufen. "
            "Weitere Einzelheiten stehen in unserer Datenschutzerklärung.",
            "<button>Alle akzeptieren</button><button>Einstellungen</button>",
            lang="de",
        ),
    ),
    WallCase(
        "consent, French",
        "consent",
        _page(
            "Le Courrier de Tarn - votre vie privée",
            "<h1>Le respect de votre vie privée est notre priorité</h1>",
            "Avec nos 88 partenaires, nous utilisons des cookies pour stocker et accéder à des "
            "données personnelles comme votre visite sur ce site.",
            "Vous pouvez retirer votre consentement à tout moment ou paramétrer vos choix dans "
            "notre "
            "politique de confidentialité.",
            "<button>Tout accepter</button><button>Continuer sans accepter</button>",
            lang="fr",
        ),
    ),
    WallCase(
        "captcha, English",
        "robot",
        _page(
            "Attention Required!",
            "<h1>Verify you are human by completing the action below</h1>",
            "tarn-courier.example needs to review the security of your connection before "
            "proceeding. This may take a few seconds.",
            "Our systems have detected unusual traffic from your network. Please complete the "
            "security check to access the site.",
            "Why do I have to complete a CAPTCHA? It proves that you are human.",
        ),
    ),
    WallCase(
        "captcha, Russian",
        "robot",
        _page(
            "Проверка браузера",
            "<h1>Подтвердите, что вы не робот</h1>",
            "Нам очень жаль, но запросы с вашего устройства похожи на автоматические. Пройдите "
            "проверку, чтобы продолжить.",
            "Проверьте, что в вашем браузере включены cookies и JavaScript, и обновите страницу.",
            lang="ru",
        ),
    ),
    WallCase(
        "ad blocker, English",
        "robot",
        _page(
            "Tarn Courier",
            "<h1>Please turn off your ad blocker</h1>",
            "It looks like you are using an ad blocker. Advertising pays for what we write and "
            "keeps "
            "the paper free for everybody on the island.",
            "Please disable your ad blocker and reload the page to continue. Here is how to do "
            "it in "
            "most browsers: click the icon beside the address and choose to pause it here.",
        ),
    ),
    WallCase(
        "missing page, English",
        "missing",
        _page(
            "404 - Not found - Tarn Courier",
            "<h1>Oops! That page can’t be found.</h1>",
            "It looks like nothing was found at this location. Maybe the link is broken or the "
            "page "
            "has been removed. Try a search or one of the links below.",
            "<ul><li><a href='/a'>News</a></li><li><a href='/b'>Sport</a></li></ul>",
            "If you think that this is an error on our side, please write to the web editor and "
            "tell "
            "us which link you followed.",
        ),
    ),
    WallCase(
        "missing page, Ukrainian",
        "missing",
        _page(
            "Сторінку не знайдено - Вісник Тарна",
            "<h1>Помилка 404</h1>",
            "На жаль, сторінку не знайдено. Можливо, її було видалено або ви помилилися, коли "
            "набирали адресу.",
            "Скористайтеся пошуком або перейдіть на головну сторінку нашого сайту, щоб прочитати "
            "останні новини.",
            lang="uk",
        ),
    ),
    WallCase(
        "another country, English",
        "closed",
        _page(
            "Unavailable | Tarn Courier",
            "<h1>Our website is currently unavailable in your country</h1>",
            "We recognise that you are trying to reach this website from a country of the European "
            "Economic Area. For legal reasons access cannot be granted at this time.",
            "This content is not available in your region. If you have a question, please call the "
            "newsroom at the number on our paper.",
        ),
    ),
    # -- articles that only look like walls
    WallCase("the article", "", _story()),
    WallCase(
        "the article, with a box at its end that asks to subscribe",
        "",
        _story(
            "<div class='box'><p>Subscribe now for unlimited access. Already a subscriber? Sign "
            "in.</p></div>"
        ),
    ),
    WallCase(
        "an article about the paper's paywall",
        "",
        _story(
            "Passengers complained that the timetable stood behind a paywall: “This article is for "
            "subscribers only”, they read on the Courier’s site.",
            "Editor Una Holm said that the paper would open all reports about the ferry.",
        ),
    ),
    WallCase(
        "an article about cookies",
        "",
        _story(
            "The ferry’s own site must ask before it sets cookies, the data office ruled; its 12 "
            "partners stored personal data without consent.",
            "The operator will add a button to accept or reject all of them.",
        ),
    ),
    WallCase(
        "an article about a page that is missing",
        "",
        _story(
            "Who looks for the old timetable reads “Page not found”. The page has been moved, "
            "the operator said, and will be back within a week.",
        ),
    ),
]


LATER_WALLS = [
    WallCase(
        "teaser and paywall, English",
        "subscription",
        _page(
            "Ferry of Tarn runs more often | Tarn Courier",
            "<h1>Ferry of Tarn runs more often</h1>",
            "The ferry of Tarn will run every twenty minutes from May, harbour master Ida Kvam "
            "said "
            "…",
            "<div class='offer'><p>Unlock this article and every other one. Start your free trial "
            "today, then 12 crowns a month.</p><p>Already have an account? Log in.</p></div>",
        ),
    ),
    WallCase(
        "paywall, Ukrainian",
        "subscription",
        _page(
            "Вісник Тарна",
            "<h1>Ця стаття лише для передплатників</h1>",
            "Щоб читати далі, оформіть передплату: перший місяць коштує одну гривню, а далі "
            "дев’яносто дев’ять гривень щомісяця.",
            "Вже маєте передплату? Увійдіть до свого кабінету на сайті.",
            lang="uk",
        ),
    ),
    WallCase(
        "paywall, French",
        "subscription",
        _page(
            "Article réservé à nos abonnés - Le Courrier de Tarn",
            "<h1>La suite de cet article est réservée aux abonnés</h1>",
            "Profitez de tous nos contenus sans limite pour un euro le premier mois, puis neuf "
            "euros "
            "par mois. Sans engagement, vous arrêtez quand vous voulez.",
            "Déjà abonné ? Identifiez-vous pour continuer la lecture de cet article.",
            lang="fr",
        ),
    ),
    WallCase(
        "login, Chinese",
        "subscription",
        _page(
            "会员登录",
            "<h1>请先登录</h1>",
            "本文仅限会员阅读。请登录后继续阅读全文，或立即订阅，开通会员后可以阅读本报的全部文章。",
            "已有账号？请在此登录。忘记密码可以用手机号码找回。",
            lang="zh",
        ),
    ),
    WallCase(
        "consent, Russian",
        "consent",
        _page(
            "Тарнский вестник",
            "<h1>Нам нужно ваше согласие</h1>",
            "Мы и наши партнёры используем файлы cookie и другие идентификаторы, чтобы показывать "
            "персонализированную рекламу и измерять, сколько людей нас читает.",
            "Нажимая «Принять все», вы соглашаетесь с этим. Подробнее сказано в политике "
            "конфиденциальности.",
            "<button>Принять все</button><button>Настройки</button>",
            lang="ru",
        ),
    ),
    WallCase(
        "consent, a language that has no words here",
        "other",
        _page(
            "Twoja prywatność",
            "<h1>Szanujemy Twoją prywatność</h1>",
            "My i nasi partnerzy przechowujemy informacje na urządzeniu i przetwarzamy dane "
            "osobowe, "
            "takie jak unikalne identyfikatory, w celu wyświetlania dopasowanych reklam.",
            "Możesz wyrazić zgodę albo ją wycofać w dowolnej chwili, klikając odnośnik na dole "
            "każdej strony tego serwisu.",
            "<button>Przejdź do serwisu</button>",
            lang="pl",
        ),
    ),
    WallCase(
        "captcha, Spanish",
        "robot",
        _page(
            "Un momento, por favor",
            "<h1>Comprobación de seguridad</h1>",
            "Estamos verificando su navegador antes de dejarle pasar. Esto suele tardar unos "
            "segundos y no requiere que haga nada.",
            "Si ve esta página más de un minuto, habilite JavaScript y vuelva a cargar la página. "
            "Identificador de la petición: 5f1c2a.",
            lang="es",
        ),
    ),
    WallCase(
        "refused, English",
        "robot",
        _page(
            "Access Denied",
            "<h1>Access Denied</h1>",
            'You don\'t have permission to access "http://tarn-courier.example/ferry" on this '
            "server.",
            "Reference #18.2d351ab8.1557333295.a4e16ab",
        ),
    ),
    WallCase(
        "ad blocker, German",
        "robot",
        _page(
            "Tarner Kurier",
            "<h1>Bitte schalten Sie Ihren Werbeblocker aus</h1>",
            "Guter Journalismus kostet Geld, und wir bezahlen ihn mit Anzeigen. Mit "
            "eingeschaltetem "
            "Adblocker können Sie unsere Seiten leider nicht lesen.",
            "So geht es: Klicken Sie auf das Zeichen neben der Adresse, wählen Sie „anhalten“ und "
            "laden Sie die Seite neu.",
            lang="de",
        ),
    ),
    WallCase(
        "missing page, German",
        "missing",
        _page(
            "Nichts gefunden | Tarner Kurier",
            "<h1>Hier ist leider nichts</h1>",
            "Die gewünschte Seite gibt es nicht oder nicht mehr. Vielleicht haben Sie sich "
            "vertippt, "
            "oder der Artikel wurde gelöscht.",
            "Auf der Startseite finden Sie alle Nachrichten des Tages, und unsere Suche hilft "
            "Ihnen "
            "bei älteren weiter.",
            lang="de",
        ),
    ),
    WallCase(
        "missing page, Spanish",
        "missing",
        _page(
            "Vaya... | El Correo de Tarn",
            "<h1>¡Vaya! No hemos encontrado lo que buscabas</h1>",
            "Es posible que la página que buscas haya cambiado de dirección o que ya no esté "
            "disponible en nuestro sitio.",
            "Puedes volver a la portada o escribir al equipo que cuida de la web.",
            lang="es",
        ),
    ),
    WallCase(
        "missing page, a language that has no words here",
        "other",
        _page(
            "Siden finnes ikke",
            "<h1>Beklager, vi fant ikke siden</h1>",
            "Siden du leter etter er flyttet eller slettet. Sjekk at adressen er riktig skrevet, "
            "eller "
            "gå tilbake til forsiden for å lese dagens nyheter.",
            "Du kan også bruke søket øverst på siden dersom du leter etter en bestemt sak.",
            lang="no",
        ),
    ),
    WallCase(
        "maintenance, English",
        "closed",
        _page(
            "We'll be right back",
            "<h1>Tarn Courier is getting an upgrade</h1>",
            "Our site is down for scheduled maintenance tonight. We expect to be back online in "
            "about two hours and apologise for the wait.",
            "Please check back soon, or follow us elsewhere for breaking news in the meantime.",
        ),
    ),
    WallCase(
        "a fault, Russian",
        "closed",
        _page(
            "Ошибка",
            "<h1>Что-то пошло не так</h1>",
            "Сервер сейчас не может ответить на ваш запрос. Мы уже знаем о неполадке и чиним её.",
            "Попробуйте обновить страницу или зайдите позже, через несколько минут.",
            lang="ru",
        ),
    ),
    # -- articles that only look like walls
    WallCase(
        "the article, short",
        "",
        _page(
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
        _story(
            "<div class='cookie-banner'><p>We use cookies for personalised ads. By clicking "
            "accept you give your consent to our partners.</p><button>Accept all</button></div>"
        ),
    ),
    WallCase(
        "an article about the prices of a paper",
        "",
        _story(
            "Who wants to read the timetable in the Courier needs a subscription; the first month "
            "costs one crown, then it is 12 crowns a month.",
            "Already 400 islanders have one, and they can cancel at any time.",
        ),
    ),
    WallCase(
        "an article about robots, in French",
        "",
        _story(
            "Le site du ferry demandait : « Vous n'êtes pas un robot ? » Des passagers n'ont pas "
            "réussi la vérification de sécurité.",
            "L'opérateur dit que la page sera réparée avant samedi.",
        ),
    ),
    WallCase(
        "the article in another language than the feed, whole",
        "",
        _page(
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
