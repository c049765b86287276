"""Peoples and their countries: who asks about the Turkish president means an article on Turkey
(pure).
"""

from collections.abc import Set

from bot.language.words import stems

_PEOPLES = """
Afghan Afghanistan, Albanian Albania, Algerian Algeria, American America, Argentine Argentina,
Argentinian Argentina, Armenian Armenia, Australian Australia, Austrian Austria,
Azerbaijani Azerbaijan, Bangladeshi Bangladesh, Belarusian Belarus, Belgian Belgium,
Bolivian Bolivia, Bosnian Bosnia, Brazilian Brazil, British Britain, Briton Britain, UK Britain,
Bulgarian Bulgaria, Burmese Myanmar, Burma Myanmar, Cambodian Cambodia, Canadian Canada,
Chilean Chile, Chinese China, Colombian Colombia, Congolese Congo, Croatian Croatia, Cuban Cuba,
Cypriot Cyprus, Czechia Czech, Danish Denmark, Dane Denmark, Dutch Netherlands,
Ecuadorian Ecuador, Egyptian Egypt, Emirati Emirates, English England, Estonian Estonia,
Ethiopian Ethiopia, European Europe, Filipino Philippines, Philippine Philippines,
Finnish Finland, Finn Finland, French France, Georgian Georgia, German Germany, Ghanaian Ghana,
Greek Greece, Haitian Haiti, Hungarian Hungary, Icelandic Iceland, Indian India,
Indonesian Indonesia, Iranian Iran, Iraqi Iraq, Irish Ireland, Israeli Israel, Italian Italy,
Jamaican Jamaica, Japanese Japan, Jordanian Jordan, Kazakh Kazakhstan, Kenyan Kenya, Korean Korea,
Kuwaiti Kuwait, Kyrgyz Kyrgyzstan, Latvian Latvia, Lebanese Lebanon, Libyan Libya,
Lithuanian Lithuania, Malaysian Malaysia, Maltese Malta, Mexican Mexico, Moldovan Moldova,
Mongolian Mongolia, Moroccan Morocco, Nepalese Nepal, Nepali Nepal, Nigerian Nigeria,
Norwegian Norway, Pakistani Pakistan, Palestinian Palestine, Peruvian Peru, Polish Poland,
Pole Poland, Portuguese Portugal, Qatari Qatar, Romanian Romania, Russian Russia, Rwandan Rwanda,
Scottish Scotland, Scot Scotland, Senegalese Senegal, Serbian Serbia, Singaporean Singapore,
Slovak Slovakia, Slovenian Slovenia, Somali Somalia, Spanish Spain, Spaniard Spain,
Sudanese Sudan, Swedish Sweden, Swede Sweden, Swiss Switzerland, Syrian Syria,
Taiwanese Taiwan, Tanzanian Tanzania, Thai Thailand, Tunisian Tunisia, Turkish Turkey,
Turk Turkey, Ugandan Uganda, Ukrainian Ukraine, Uzbek Uzbekistan, Venezuelan Venezuela,
Vietnamese Vietnam, Welsh Wales, Yemeni Yemen, Zambian Zambia, Zimbabwean Zimbabwe
"""


def _stem(word: str) -> str:
    (stem,) = stems(word)
    return stem


_COUNTRIES = {
    _stem(people): _stem(country)
    for people, country in (pair.split() for pair in _PEOPLES.split(","))
}


def as_countries(words: Set[str]) -> frozenset[str]:
    """Stems of words, with that of a country in the place of that of its people."""
    return frozenset(_COUNTRIES.get(word, word) for word in words)
