"""Words before a date on a page; as in `index.language_data.en.page_date_labels`."""

PUBLISHED = """
publicado | publicada | publicación | fecha | creado | difundido
"""

UPDATED = """
actualizado | actualizada | última actualización | modificado | editado | última modificación
"""

NOT_ITS_OWN = """
hoy | desde | fundado | fundada | copyright | todos los derechos | válido | hasta | a partir |
evento
"""

BYLINE = """
por | texto | redacción | escrito por
"""
