"""Pages served with 200 that check for robots, are missing or closed: a table of cases."""

from wall_building import WallCase, page

REFUSING = [
    WallCase(
        "captcha, English",
        "robot",
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        page(
            "Unavailable | Tarn Courier",
            "<h1>Our website is currently unavailable in your country</h1>",
            "We recognise that you are trying to reach this website from a country of the European "
            "Economic Area. For legal reasons access cannot be granted at this time.",
            "This content is not available in your region. If you have a question, please call the "
            "newsroom at the number on our paper.",
        ),
    ),
    WallCase(
        "captcha, Spanish",
        "robot",
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        page(
            "Ошибка",
            "<h1>Что-то пошло не так</h1>",
            "Сервер сейчас не может ответить на ваш запрос. Мы уже знаем о неполадке и чиним её.",
            "Попробуйте обновить страницу или зайдите позже, через несколько минут.",
            lang="ru",
        ),
    ),
]
