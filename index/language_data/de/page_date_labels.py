"""Words before a date on a page; as in `index.language_data.en.page_date_labels`."""

PUBLISHED = """
veröffentlicht | erschienen | erstellt | publiziert | stand | datum | vom | online seit |
erstveröffentlichung
"""

UPDATED = """
aktualisiert | zuletzt aktualisiert | geändert | bearbeitet | letzte änderung | überarbeitet |
update
"""

NOT_ITS_OWN = """
heute | seit | gegründet | gegr. | copyright | alle rechte | geboren | gültig | termin |
veranstaltung
"""

BYLINE = """
von | text | autor | autorin | ein bericht von
"""
