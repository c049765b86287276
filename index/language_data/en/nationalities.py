"""Peoples and their countries."""

_PAIRS = """
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
COUNTRIES = dict(pair.split() for pair in _PAIRS.split(","))
"""A word for a people, or another name of a country -> the country, each one word."""
