"""Where a full stop ends no sentence, in Spanish: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Almte Cap Cmdte Cnel Col D Da Dn Dras Dres Dª Dña Excma Excmo Fr Ilma Ilmo Ing Lcda
        Lcdo Lda Ldo Licda Mons Mtra Mtro Pbro Profa Rdo Sgto Sres Srtas Sta Sto Tte Vda
        aprox av avda cf dr dra gral lic prof sr sra sras srta
        """
    ),
    abbreviations=words(
        """
        Arq Cía EE Hnos Pdta Pdte Pza admón cfr ctra depto dpto ej izq máx mín ntra ntro
        prov sres vgr
        """
    ),
    before_numbers=words(
        """
        Nos abr ago aprox art arts cap caps dic ene feb fig figs jul jun n nov nº núm núms
        oct p pp pág págs párr sep sept t tel teléf vol vols
        """
    ),
    starters=words(
        """
        A Además Ahora Al Algunos Allí Antes Aquí Así Aunque Ayer Cada Casi Como Con Cuando
        Cuatro Cuál Cómo De Desde Después Donde Dos Durante Dónde El Ella Ellas Ellos En
        Entonces Entre Era Es Esa Ese Eso Esta Estas Este Esto Estos Está Fue Hasta Hay Hoy
        La Las Le Les Lo Los Luego Mi Mientras Muchos Nadie Ni Ninguno Ningún No Nos
        Nosotros Nuestra Nuestro O Otra Otro Para Pero Por Porque Pues Que Quien Quién Qué
        Se Según Si Sin Sobre Solo Son Su Sus También Tampoco Todas Todo Todos Tras Tres Un
        Una Unos Usted Y Ya Yo Él
        """
    ),
)
