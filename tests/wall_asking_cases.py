"""Pages served with 200 that ask to subscribe, to log in or for consent: a table of cases."""

from wall_building import WallCase, page

ASKING = [
    WallCase(
        "paywall, English",
        "subscription",
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        "teaser and paywall, English",
        "subscription",
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
        page(
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
]
