"""Small talk: what people say to a bot without asking anything; phrases in lower case.

`bot.messenger.incoming.small_talk` reads them.
"""

SMALL_TALK = {
    "stops": """
    stopp | stop | halt | abbrechen | abbruch | hör auf | hören sie auf | aufhören | anhalten
    """,
    "help": """
    hilfe | hilf mir | ich brauche hilfe | was kannst du | was können sie
    """,
    "complaints": """
    falsch | stimmt nicht | das stimmt nicht | unsinn | blödsinn | quatsch | lüge | gelogen |
    du lügst | sie lügen | idiot | dumm | blöd | blöder bot | dummer bot | scheiße | scheisse |
    schlechte antwort | falsche antwort | fick dich | nutzlos | unbrauchbar | nicht richtig
    """,
    "thanks": """
    danke | dankeschön | danke schön | danke sehr | vielen dank | besten dank |
    herzlichen dank | tausend dank | ich danke | ich danke dir | ich danke ihnen | merci |
    danke dir | danke ihnen | dankend | nein danke | dank dir | dank ihnen | dank euch |
    danke euch | herzlich danke | thx | dankii | lieben dank | schönen dank |
    haben sie vielen dank | hab dank
    """,
    "greetings": """
    hallo | hallöchen | hi | hey | moin | moin moin | servus | grüß gott | grüß dich | grüezi |
    guten morgen | guten tag | guten abend | wie geht's | wie geht es dir | wie geht es ihnen |
    wie gehts | sei gegrüßt | grüezi mitenand | hallihallo | hallo du | tach | guten tach |
    schönen guten tag | schönen guten morgen | willkommen | bist du da | sind sie da |
    wie läuft's | was geht
    """,
    "farewells": """
    tschüss | tschüß | tschau | ciao | auf wiedersehen | bis bald | bis dann | bis später |
    bis morgen | gute nacht | schönen tag | schönen tag noch | schönen abend |
    schönen abend noch | mach's gut | machs gut | bis nachher | bis nächstes mal |
    bis zum nächsten mal | schönes wochenende | ein schönes wochenende | einen schönen tag |
    einen schönen tag noch | einen schönen abend | leb wohl | pfiat di | ade | bye | schlaf gut
    """,
    "assent": """
    ok | okay | gut | sehr gut | alles klar | klar | genau | super | toll | prima | perfekt |
    klasse | wunderbar | ausgezeichnet | großartig | schön | sehr schön | cool | verstanden |
    verstehe | ich verstehe | aha | ach so | achso | ja | jawohl | jo | richtig | stimmt |
    passt | in ordnung | einverstanden | interessant | sehr interessant | gut zu wissen |
    das war's | das wars | das hilft | das hilft mir | sehr hilfreich | hilfreich |
    kein problem | schon gut | macht nichts | bitte | bitte schön | gerne | gern geschehen |
    entschuldigung | tut mir leid | sorry | hm | hmm | oh | ach | haha | gute antwort | nein |
    nö | top | spitze | spitzenmäßig | nett | sehr nett | das reicht | das genügt | reicht mir |
    alles gut | alles verstanden | alles gut so | geil | krass | wow | fein | hervorragend |
    fantastisch | bestens | absolut | natürlich | na klar | na gut | sicher |
    selbstverständlich | doch | okidoki | oki | logisch | macht sinn | ergibt sinn |
    leuchtet ein | gefällt mir | keine fragen mehr | keine weiteren fragen | mehr nicht |
    nichts weiter | das wäre alles | das ist alles | egal | vergiss es | verzeihung | pardon |
    ups | weiß ich | weiß ich schon | gut gemacht | spannend | nützlich | bin zufrieden | ne |
    nee
    """,
    "fillers": """
    auch | sehr | ganz | so | noch | schon | für die antwort | für deine antwort |
    für ihre antwort | für die hilfe | für deine hilfe | für ihre hilfe | für die info | dafür |
    alle | alles | zusammen | bot | mal | dann | und | ihr | lieber | erst mal | erstmal |
    vielmals | das ist | das war | na | dir | ihnen | du bist | sie sind | der beste |
    wirklich | echt | total | nochmal | nochmals | jetzt | erneut | schnelle
    """,
    "reasons": """
    für | im voraus | dafür
    """,
}
"""Kind -> its phrases, with "|" between.

Fillers may stand beside the others, not alone. Behind thanks and a reason some words may follow.
"""
