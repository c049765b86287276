"""Words before a date on a page; as in `index.language_data.en.page_date_labels`."""

PUBLISHED = """
publié | publiée | paru | mis en ligne | créé | posté | diffusé | date
"""

UPDATED = """
mis à jour | mise à jour | modifié | actualisé | dernière modification
"""

NOT_ITS_OWN = """
aujourd'hui | nous sommes | depuis | fondé | fondée | copyright | tous droits | valable |
jusqu | à partir | événement
"""

BYLINE = """
par | texte | rédigé par | rédaction
"""
