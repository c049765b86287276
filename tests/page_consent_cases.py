"""Pages with a question about consent around the article: a table of cases."""

from page_building import LEAD, PADDING, SHORT_BODY, PageCase, lighthouse_page, page

CONSENT = {
    "en": (
        "<p>We use cookies and similar technologies, and so do our 187 partners, to store and "
        "access information on your device and to process personal data such as your IP address "
        "and your browsing behaviour, for personalised advertising and content, advertising and "
        "content measurement, audience research and services development.</p><p>You can give or "
        "withdraw your consent, or object where legitimate interest is used, at any time by "
        "clicking on the privacy settings at the bottom of each page. Your choices apply to this "
        "site only.</p><p>Vendors can use precise geolocation data and actively scan device "
        "characteristics for identification.</p>"
    ),
    "de": (
        "<p>Wir und unsere 187 Partner speichern Cookies und ähnliche Kennungen auf Ihrem Gerät "
        "und "
        "verarbeiten personenbezogene Daten wie Ihre IP-Adresse, um Anzeigen und Inhalte zu "
        "personalisieren und deren Leistung zu messen.</p><p>Ihre Einwilligung können Sie "
        "jederzeit "
        "in den Datenschutzeinstellungen widerrufen. Ihre Auswahl gilt nur für diese Website; wer "
        "ablehnt, sieht weiterhin Werbung, die nicht auf ihn zugeschnitten ist.</p><p>Einige "
        "Anbieter verarbeiten Ihre Daten auf der Grundlage eines berechtigten Interesses.</p>"
    ),
}


_FRENCH = (
    "<p>Avec votre accord, nos 42 partenaires et nous utilisons des cookies ou des technologies "
    "similaires pour stocker, consulter et traiter des données personnelles telles que votre "
    "visite "
    "sur ce site, les adresses IP et les identifiants de cookie.</p><p>Certains partenaires ne "
    "demandent pas votre consentement et se fondent sur leur intérêt légitime. Vous pouvez vous y "
    "opposer à tout moment.</p>"
)
_SPANISH = (
    "<p>Nosotros y nuestros 610 socios almacenamos información en un dispositivo, como las "
    "cookies, "
    "y procesamos datos personales, como identificadores únicos, para anuncios y contenido "
    "personalizados y medición de los mismos.</p><p>Puede hacer clic para otorgar su "
    "consentimiento o rechazarlo.</p>"
)

CONSENT_PAGES = [
    PageCase(
        "consent in a div, article in an aside",
        lighthouse_page(
            f'<div class="overlay">{CONSENT["en"]}<button>Accept all</button></div>',
            f'<aside class="text">{SHORT_BODY}</aside>',
        ),
        (LEAD, PADDING[1]),
        ("partners", "geolocation", "withdraw your consent"),
    ),
    PageCase(
        "consent in a section behind the article",
        lighthouse_page(
            "",
            f"<div>{SHORT_BODY}</div><section id='privacy-manager'><h2>Your privacy</h2>"
            f"{CONSENT['en']}<button>Reject</button><button>I agree</button></section>",
        ),
        (LEAD, PADDING[1]),
        ("partners", "geolocation"),
    ),
    PageCase(
        "German consent in a dialog",
        lighthouse_page(
            f'<div role="dialog"><h2>Wir schätzen Ihre Privatsphäre</h2>{CONSENT["de"]}'
            "<button>Alle akzeptieren</button><button>Ablehnen</button></div>",
            "<section><h1>Leuchtturm verkauft</h1><p>Der Leuchtturm von Orrin wurde am Montag für "
            "neun Millionen Kronen an die Töpferin Mette Brun verkauft.</p><p>Nachbarn sagten, sie "
            "hätten sich das lange gewünscht, auch wenn manche lieber gewartet hätten.</p>"
            "</section>",
            "de",
        ),
        ("an die Töpferin Mette Brun", "lieber gewartet"),
        ("Kennungen", "Einwilligung"),
    ),
    PageCase(
        "consent in an article element without any class",
        lighthouse_page(
            f"<article>{CONSENT['en']}<a href='#' role='button'>Accept</a></article>",
            f"<div><div>{SHORT_BODY}</div></div>",
        ),
        (LEAD, PADDING[1]),
        ("partners", "geolocation"),
    ),
    PageCase(
        "French consent in a footer, article in blocks without paragraphs",
        lighthouse_page(
            "",
            f"<div><h1>Phare vendu</h1><div>{LEAD}</div><div>{PADDING[1]}</div></div>"
            f"<footer>{_FRENCH}<div><button>Tout refuser</button><button>Tout accepter</button>"
            "</div></footer>",
            "fr",
        ),
        (LEAD, PADDING[1]),
        ("partenaires", "consentement"),
    ),
    PageCase(
        "Spanish consent in a list, in the article's own block",
        lighthouse_page(
            "",
            f'<div id="wrapper"><div class="fc-consent-root"><h2>Tu privacidad</h2>{_SPANISH}<ul>'
            "<li>Almacenar la información en un dispositivo y acceder a ella, en cookies o no</li>"
            f"<li>Anuncios y contenido personalizados, y medición de anuncios y de contenido</li>"
            f"</ul></div>{SHORT_BODY}</div>",
            "es",
        ),
        (LEAD, PADDING[1]),
        ("socios", "dispositivo", "medición"),
    ),
    PageCase(
        "consent that has no button and no name, in two blocks",
        lighthouse_page(f"<div><div>{CONSENT['en']}</div></div>", f"<div>{SHORT_BODY}</div>"),
        (LEAD, PADDING[1]),
        ("partners", "geolocation"),
    ),
    PageCase(
        "an article about consent",
        page(
            "The data office fined the Orrin Post because its site stored cookies without the "
            "consent of its readers.",
            "Readers could accept, but not reject, that 187 partners use personal data, it wrote.",
        ),
        ("fined the Orrin Post", "187 partners use personal data", *PADDING),
    ),
]
