"""Where a full stop ends no sentence, in French: words, for texts as printed."""

from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
FULL_STOPS = FullStops(
    titles=words("M MM Me Melle Mgr Mlles Mmes Pr St Ste cf dr mlle mme prof"),
    abbreviations=words(
        """
        Ets Ing Pdt bd boul c.-à-d ca chap dir dép env gén lt resp suiv tél
        """
    ),
    before_numbers=words(
        """
        art avr bd chap déc env fig févr h janv juil n no nos nov oct p pl pp sept t tél v
        vol éd
        """
    ),
    starters=words(
        """
        Ainsi Alors Après Au Aucun Aucune Aussi Aux Avant Avec Ce Cela Celle Celui Cependant
        Certains Ces Cet Cette Ceux Chaque Comme D'après Dans De Depuis Des Deux Du Dès Elle
        Elles En Enfin Ensuite Entre Et Il Ils Je Jusqu'à La Le Les Leur Leurs Lors Lorsque
        Mais Malgré Moi Mon Même Nos Notre Nous On Or Ou Où Par Pendant Personne Plus
        Plusieurs Pour Pourquoi Pourtant Puis Quand Que Quel Quelle Qui Quoi Rien Sa Sans
        Selon Ses Si Son Sous Sur Tous Tout Toute Toutefois Toutes Trois Un Une Vers Voici
        Voilà Vos Votre Vous
        """
    ),
)
