"""Where a full stop ends no sentence, in Portuguese: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words(
        """
        Av Cel D Des Dras Drs Dª Emb Enga Engª Exma Exmo Gen Gov Ilma Ilmo Mons Pe Profª Sen
        Sgt Sras Srta Sta Sto Ten aprox cf dr dra eng prof profa sr sra srs
        """
    ),
    abbreviations=words(
        """
        Alm Brig Cia Fr Lg Maj Pres Pç Rev Rod Trav arq av cap cel dep depto gen gov hab
        """
    ),
    before_numbers=words(
        """
        abr ago aprox art arts cap caps dez fev fig fl fls jan jul jun n no nos nov nº p pp
        pág págs set tel vol
        """
    ),
    starters=words(
        """
        A Agora Ainda Algumas Alguns Ali Além Antes Ao Aos Apenas Apesar Aquela Aquele Aqui
        As Assim Até Cada Com Como Da Das De Depois Desde Do Dois Dos Duas Durante E Ela
        Elas Ele Eles Em Enquanto Entre Então Era Essa Esse Esta Estas Este Estes Eu Foi
        Hoje Há Isso Isto Já Mas Mesmo Muitos Na Nas Nem Nenhum Ninguém No Nos Nossa Nosso
        Num Numa Nunca Nós O Onde Ontem Os Ou Outra Outro Para Pela Pelo Por Porque Porém
        Quando Quase Que Quem Se Segundo Sem Seu Seus Sob Sobre Sua Suas Só Também Tanto
        Toda Todas Todo Todos Três Tudo Um Uma Você
        """
    ),
)
