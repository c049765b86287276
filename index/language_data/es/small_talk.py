"""Small talk: what people say to a bot without asking anything; phrases in lower case.

`bot.messenger.incoming.small_talk` reads them.
"""

SMALL_TALK = {
    "stops": """
    stop | detente | basta | cancelar | cancela | detener
    """,
    "help": """
    ayuda | ayúdame | necesito ayuda | qué puedes hacer
    """,
    "complaints": """
    incorrecto | falso | mentira | no es cierto | no es verdad | eso no es verdad | tonto |
    idiota | estúpido | estúpida | bot estúpido | mierda | inútil | mala respuesta |
    respuesta incorrecta | estás equivocado | mientes
    """,
    "thanks": """
    gracias | muchas gracias | mil gracias | muchísimas gracias | te lo agradezco |
    se lo agradezco | lo agradezco | le agradezco | agradecido | agradecida | no gracias |
    muy amable | muy agradecido | muy agradecida | gracias a ti | gracias a usted |
    muchas gracias a ti | se agradece | eres el mejor | eres genial | grax | graciass
    """,
    "greetings": """
    hola | buenas | buenos días | buen día | buenas tardes | muy buenas | qué tal | que tal |
    cómo estás | como estas | cómo está | cómo te va | saludos | buenos dias | holi | holaa |
    holis | buenas noches a todos | qué onda | que onda | cómo andas | bienvenido | cómo están |
    encantado | mucho gusto | estás ahí
    """,
    "farewells": """
    adiós | adios | chao | chau | hasta luego | hasta pronto | hasta mañana | hasta la vista |
    nos vemos | buenas noches | que tengas un buen día | que tenga un buen día | cuídate |
    hasta otra | hasta ahora | hasta la próxima | nos vemos mañana | nos vemos luego |
    buen fin de semana | que descanses | que te vaya bien | bye | un saludo | cuídese |
    feliz día
    """,
    "assent": """
    ok | okey | okay | vale | bien | muy bien | bueno | muy bueno | de acuerdo | claro |
    entendido | entiendo | ya veo | ya entiendo | perfecto | genial | excelente | estupendo |
    fantástico | guay | súper | super | sí | exacto | correcto | cierto | listo | interesante |
    muy interesante | qué interesante | eso es todo | me sirve | muy útil | útil |
    no hay problema | no pasa nada | de nada | perdón | lo siento | disculpa | jaja | jajaja |
    mmm | ah | oh | ajá | buena respuesta | no | si | está bien | esta bien | todo bien |
    todo claro | muy claro | me queda claro | queda claro | por supuesto | desde luego |
    sin duda | así es | eso | eso mismo | buenísimo | increíble | maravilloso | fenomenal |
    chévere | bacán | qué bien | qué bueno | me gusta | me encanta | buen trabajo | bien hecho |
    bravo | wow | uf | vaya | ya | ya está | nada más | es todo | suficiente | con eso basta |
    no más preguntas | tienes razón | tiene razón | da igual | no importa | olvídalo | lo sé |
    ya lo sé | disculpe | perdone | perdona | jeje | dale | oki | sip | nop
    """,
    "fillers": """
    por todo | por la respuesta | por tu respuesta | por su respuesta | por la ayuda |
    por tu ayuda | por su ayuda | por la información | por eso | a todos | de nuevo | otra vez |
    bot | amigo | amiga | pues | y | muy | tan | está | es | todo | mañana | realmente |
    de verdad | muchas | a ti | por ahora | entonces | todos | ahora
    """,
    "reasons": """
    por | de antemano | de corazón
    """,
}
"""Kind -> its phrases, with "|" between.

Fillers may stand beside the others, not alone. Behind thanks and a reason some words may follow.
"""
