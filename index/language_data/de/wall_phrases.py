"""What stands on a page in place of its article; as in `index.language_data.en.wall_phrases`."""

WALLS = {
    "subscription": """
    weiterlesen mit | jetzt weiterlesen | um weiterzulesen | um den artikel zu lesen |
    um diesen artikel zu lesen | zum weiterlesen | artikel weiterlesen | nur für abonnenten |
    nur für abonnentinnen | nur mit abo | exklusiv für abonnenten | exklusiv für abonnentinnen |
    exklusiv für mitglieder | abonnenten vorbehalten | registrieren sie sich, um |
    melden sie sich an, um | bitte melden sie sich an | bitte loggen sie sich | bereits abonnent |
    schon abonnent | sind sie bereits | bereits registriert | bereits ein abo | schon ein abo |
    bereits ein konto | schon ein konto | noch kein konto | noch kein abo | hier anmelden |
    hier einloggen | jederzeit kündbar | monatlich kündbar | digitalabo | digital-abo | probeabo |
    probe-abo | probemonat | gratis testen | kostenlos testen | jetzt testen | jetzt abonnieren |
    testen sie | abo abschließen | abo wählen | wählen sie ihr abo | danach … monat |
    im ersten monat | alle artikel lesen | alle inhalte lesen | zugriff auf alle |
    zugang zu allen | unbegrenzt lesen | unbegrenzten zugang | freischalten | plus-artikel |
    premium-artikel | passwort vergessen | kostenpflichtig | bezahlschranke
    """,
    "consent": """
    ihre privatsphäre | ihrer privatsphäre | wir schätzen ihre | datenschutzeinstellungen |
    privatsphäre-einstellungen | cookie-einstellungen | alle akzeptieren | alle ablehnen |
    cookies akzeptieren | wir verwenden cookies | wir nutzen cookies | verwendet cookies |
    nutzt cookies | mit werbung und cookies | mit werbung weiterlesen | berechtigtes interesse |
    berechtigten interesses | einwilligung … widerrufen | ihre einwilligung | zustimmung |
    unsere … partner | personenbezogene daten | bevor sie fortfahren
    """,
    "robot": """
    dass sie ein mensch sind | dass sie kein roboter sind | sie ein mensch | kein roboter |
    sind sie ein roboter | ihr browser wird überprüft | browser wird geprüft |
    sicherheitsprüfung | sicherheitsüberprüfung | sicherheitsabfrage |
    ungewöhnlichen datenverkehr | ungewöhnlicher datenverkehr | ungewöhnliche aktivität |
    automatisierte anfragen | automatisierte zugriffe | zugriff verweigert |
    zugriff wurde verweigert | zugang verweigert | bitte aktivieren sie javascript |
    javascript aktivieren | javascript und cookies | werbeblocker | adblocker | ad-blocker |
    captcha | seite neu laden | seite neu, um
    """,
    "missing": """
    seite nicht gefunden | seite wurde nicht gefunden | seite konnte nicht gefunden |
    seite konnte leider nicht | seite existiert nicht | seite ist nicht mehr |
    seite gibt es nicht | nicht mehr verfügbar | nicht mehr vorhanden | artikel nicht gefunden |
    artikel wurde nicht gefunden | artikel ist nicht mehr | gesuchte seite | angeforderte seite |
    aufgerufene seite | gewünschte seite | fehler 404 | 404-fehler | 404 - |
    verschoben oder gelöscht | gelöscht oder verschoben | wurde gelöscht | wurde entfernt |
    link ist veraltet | link veraltet | falsche adresse | adresse falsch | tippfehler |
    zur startseite | auf der startseite | nutzen sie die suche | nutzen sie unsere suche |
    verwenden sie die suche | unsere suche
    """,
    "closed": """
    in ihrem land nicht verfügbar | in ihrer region nicht verfügbar |
    aus rechtlichen gründen nicht | wartungsarbeiten | wird gewartet | gewartet |
    vorübergehend nicht | zurzeit nicht verfügbar | zurzeit nicht erreichbar |
    derzeit nicht verfügbar | derzeit nicht erreichbar | bitte versuchen sie es später |
    versuchen sie es später | später erneut | etwas ist schiefgelaufen |
    ist ein fehler aufgetreten | technischer fehler | technische störung | alter bestätigen |
    mindestens 18 | sind sie 18 | bald wieder da | in kürze wieder
    """,
}

TITLES = {
    "subscription": """
    anmelden | login | einloggen | registrieren | weiterlesen | abo | abonnieren |
    nur für abonnenten | jetzt weiterlesen
    """,
    "consent": """
    datenschutz | zustimmung | zustimmung erforderlich | einwilligung | datenschutzeinstellungen |
    cookie-einstellungen | ihre privatsphäre | bevor sie fortfahren
    """,
    "robot": """
    sicherheitsprüfung | einen moment | einen moment bitte | bitte warten | zugriff verweigert |
    sind sie ein mensch | sind sie ein roboter | überprüfung
    """,
    "missing": """
    seite nicht gefunden | nicht gefunden | fehler 404 | 404 | fehler | artikel nicht gefunden |
    seite nicht verfügbar
    """,
    "closed": """
    wartung | wartungsarbeiten | nicht verfügbar | fehler | altersprüfung | störung
    """,
}

CONSENT = {
    "cookies": """
    cookie | cookies | kennungen | ähnliche technologien
    """,
    "device": """
    ihrem gerät | ein gerät | einem gerät | geräte-kennungen | geräteeigenschaften |
    standortdaten | ip-adresse | surfverhalten
    """,
    "data": """
    personenbezogene daten | personenbezogenen daten | ihre daten | datenschutzerklärung |
    datenschutz | privatsphäre
    """,
    "partners": """
    partner | partnern | anbieter | drittanbieter | dritte
    """,
    "choice": """
    einwilligung | zustimmung | zustimmen | widerrufen | ablehnen | akzeptieren | auswahl |
    datenschutzeinstellungen | berechtigten interesses | berechtigtes interesse
    """,
    "ads": """
    personalisieren | personalisierte | anzeigen | werbung
    """,
}

CONSENT_BUTTONS = """
akzeptieren | alle akzeptieren | alles akzeptieren | cookies akzeptieren | zustimmen |
alle zustimmen | ich stimme zu | einverstanden | zustimmen und weiter | akzeptieren und weiter |
ablehnen | alle ablehnen | alles ablehnen | nur notwendige | nur notwendige cookies |
einstellungen | mehr optionen | optionen verwalten | auswahl speichern | auswahl bestätigen |
verstanden | datenschutzeinstellungen | weiter ohne zustimmung
"""
