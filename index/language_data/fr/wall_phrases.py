"""What stands on a page in place of its article; as in `index.language_data.en.wall_phrases`."""

WALLS = {
    "subscription": """
    pour lire la suite | pour continuer la lecture | pour continuer votre lecture |
    pour lire cet article | pour lire l'article | lire la suite de cet article |
    réservé aux abonnés | réservé à nos abonnés | réservée aux abonnés | réservé aux membres |
    réservés aux abonnés | contenu abonnés | article abonnés | abonnez-vous pour |
    abonnez-vous à partir | abonnez-vous dès | abonnez-vous et | je m'abonne | s'abonner pour |
    déjà abonné | déjà inscrit | déjà un compte | déjà membre | connectez-vous | se connecter |
    créez un compte | créer un compte | inscrivez-vous | sans engagement | sans obligation |
    résiliable | le premier mois | essai gratuit | accès illimité | accédez à tous |
    tous nos articles | en illimité | articles gratuits | mot de passe oublié |
    offre d'abonnement | il vous reste … à lire | de cet article à lire
    """,
    "consent": """
    votre vie privée | respect de votre | avant de continuer | avant d'accéder | tout accepter |
    tout refuser | continuer sans accepter | accepter les cookies | utilisons des cookies |
    utilise des cookies | utilisation de cookies | gestion des cookies | paramétrer les cookies |
    paramètres des cookies | politique de confidentialité | intérêt légitime |
    retirer votre consentement | votre consentement | vos choix | nos … partenaires |
    données personnelles | données à caractère personnel
    """,
    "robot": """
    que vous êtes un humain | que vous êtes humain | que vous n'êtes pas un robot |
    vous n'êtes pas un robot | pas un robot | êtes-vous un robot |
    vérification de votre navigateur | vérification de sécurité | contrôle de sécurité |
    trafic inhabituel | activité inhabituelle | requêtes automatisées | accès refusé |
    accès interdit | activer javascript | activez javascript | bloqueur de publicité |
    bloqueur de publicités | captcha | recharger la page | rechargez la page | actualisez la page
    """,
    "missing": """
    page introuvable | page non trouvée | page n'existe pas | page n'existe plus |
    page n'a pas été trouvée | page est introuvable | page que vous cherchez |
    page que vous recherchez | page demandée | n'existe plus | n'est plus disponible |
    article introuvable | erreur 404 | 404 - | a été supprimé | a été supprimée | a été déplacé |
    a été déplacée | lien est rompu | lien rompu | vérifiez l'adresse | vérifier l'adresse |
    retour à l'accueil | retourner à l'accueil | page d'accueil | utilisez le moteur |
    utilisez la recherche | faire une recherche
    """,
    "closed": """
    n'est pas disponible dans votre | indisponible dans votre | pour des raisons légales |
    pour des raisons juridiques | en maintenance | maintenance en cours |
    temporairement indisponible | momentanément indisponible | actuellement indisponible |
    réessayez plus tard | veuillez réessayer | réessayer plus tard | une erreur est survenue |
    une erreur s'est produite | problème technique | incident technique | confirmez votre âge |
    plus de 18 ans | avez-vous 18 ans | bientôt de retour | de retour bientôt
    """,
}

TITLES = {
    "subscription": """
    connexion | se connecter | abonnez-vous | s'abonner | identification | inscription |
    réservé aux abonnés | abonnement
    """,
    "consent": """
    avant de continuer | vie privée | votre vie privée | cookies | consentement |
    gestion des cookies | le respect de votre vie privée
    """,
    "robot": """
    un instant | un moment | veuillez patienter | accès refusé | vérification |
    vérification de sécurité | contrôle de sécurité
    """,
    "missing": """
    page introuvable | page non trouvée | erreur 404 | 404 | erreur | introuvable |
    article introuvable
    """,
    "closed": """
    maintenance | en maintenance | indisponible | erreur | site en maintenance
    """,
}

CONSENT = {
    "cookies": """
    cookie | cookies | identifiants | traceurs | technologies similaires
    """,
    "device": """
    votre appareil | votre terminal | un appareil | un terminal | géolocalisation | adresse ip |
    données de navigation
    """,
    "data": """
    données personnelles | données à caractère personnel | vos données |
    politique de confidentialité | vie privée
    """,
    "partners": """
    partenaires | fournisseurs | tiers
    """,
    "choice": """
    consentement | accepter | refuser | vos choix | vos préférences | consentir |
    intérêt légitime | paramétrer | vous opposer
    """,
    "ads": """
    personnalisés | personnalisée | personnalisées | publicités | publicité
    """,
}

CONSENT_BUTTONS = """
accepter | tout accepter | accepter tout | accepter et continuer | accepter & fermer |
accepter et fermer | accepter les cookies | j'accepte | ok | d'accord | autoriser |
tout autoriser | refuser | tout refuser | continuer sans accepter | paramétrer | personnaliser |
en savoir plus | gérer mes choix | gérer les cookies | plus d'options | enregistrer mes choix |
compris
"""
