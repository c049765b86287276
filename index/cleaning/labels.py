"""Labels and phrases that sites put around and into articles; `cleaner` decides what to remove.

They come from reading what repeats across 4,000 articles of some 60 outlets. Every repetition in a
pattern is bounded, so that no text takes more than linear time.
"""

import re

from index.language_data.en import reporting_verbs

# Lines that consist of one of these, whatever their case and final punctuation.
LABELS = frozenset(
    label.strip()
    for label in re.split(
        r"[|\n]",
        """
    ad | ads | advertisement | advertisement advertisement | story continued below | advertising
    article continues below | continue reading | continue reading the main story
    advertisement continue reading the main story | skip advertisement | sponsored | promoted
    read more | more | more on this | read the full story | full story | show more | load more
    related | related stories | related articles | related content | see related | also see
    recommended | most popular
    trending | see also | also read | editors' picks | up next | read next | more from this author
    share | share this | share this article | share this story | tweet | retweet | post | pin
    email | e-mail | print | facebook | twitter | whatsapp | linkedin | reddit | pinterest
    pocket | share this: pocket | youtube | instagram | copy link | share tweet post email
    share this article share tweet post email | share on facebook | share on twitter
    newsletter | newsletters | newsletter sign-up | newsletter sign up | subscribe | sign up
    subscribe now | sign up now | sign in | log in | register | support now | donate | donate now
    getty images | photo | photos | video | image | slideshow | gallery | close | play | replay
    comments | comment | view comments | leave a comment | pullquote | hide caption | toggle caption
    audio-clip | latest | urgent | link copied | opinion contributor | analysis/opinion | loading
    thank you | unsubscribe | reuse this content | continue reading below
    back to top | usa today | abc news | reuters | associated press | the associated press
    full coverage | complete coverage | story continues | more on this story | related video
    online | previous | previous story | next story | dig deeper | visit website | alert
    related news | related slideshows | related galleries | thanks for watching! visit website
    join the conversation | content is not available | view this post on instagram | vote now
    editor's note | editor’s note | copy | flipboard | getty | updated | tags | break
    commentary | opinion
    read full article | exclusive | breaking news | skip to content | most read | more stories
    anzeige | werbung | mehr zum thema | mehr dazu | lesen sie auch | weiterlesen | teilen
    zur startseite | artikel teilen | kommentare | zum kommentarbereich
    publicité | lire aussi | à lire aussi | lire la suite | partager | newsletters
    publicidad | publicidade | lea también | lee también | te puede interesar | compartir
    leer más | seguir leyendo | sigue leyendo | leia mais | leia também | compartilhar
    pubblicità | leggi anche | condividi | continua a leggere
    реклама | реклама на сайте | читайте также | читать далее | поделиться | смотрите также
    материалы по теме | подробнее | підписатися | подписаться
    читайте також | читати далі | поділитися | поширити | дивіться також | за темою
    广告 | 廣告 | 相关阅读 | 延伸阅读 | 分享 | 広告 | 関連記事
    """,
    )
) - {""}


# Labels before a list of links.
LIST_LABELS = frozenset(
    [
        *("related", "related stories", "related articles", "related content", "see related"),
        *("also see", "see also", "also read", "read more", "read next", "recommended"),
        *("most popular", "trending", "more", "more on this"),
        *("related news", "related slideshows", "dig deeper", "online"),
        *("lesen sie auch", "mehr zum thema", "читайте также", "читайте також"),
        *("lea también", "lee también", "te puede interesar", "à lire aussi", "leggi anche"),
        *("смотрите также", "материалы по теме", "дивіться також", "相关阅读", "延伸阅读"),
    ]
)


# Characters that may precede a link or a notice.
BULLETS = "*•>-–— "

# Words of reporting: a line with them is more likely an article about a newsletter than a box.
REPORTED = re.compile(reporting_verbs.IN_AN_ARTICLE)

# Removed from inside a paragraph, except the group `kept`, if there is one.
INLINE = (
    # The Hill: "Rep. Jane Doe Jane Ann DoeHeadline of one story Headline of another MORE (D-Ohio)".
    re.compile(
        r"\b(?P<kept>(?P<last>[A-Z][\w'’-]{2,30})),? (?:[^\s.]{1,30}\.? ){1,6}?(?P=last)"
        r"(?=[A-Z'‘“\"0-9(]).{10,300}? MORE\b"
    ),
    # The same with a space: "Jane Doe Jane Ann Doe Headline of one story ... MORE"; and with the
    # name glued to itself: "Jane DoeJane DoeHeadline of one story ... MORE".
    re.compile(
        r"\b(?P<kept>(?P<first>[A-Z][\w'’-]{1,20}) (?P<last>[A-Z][\w'’-]{2,30})) (?P=first) "
        r"(?:[^\s.]{1,30}\.? ){1,5}?(?P=last) (?=[A-Z'‘“\"0-9(]).{10,300}? MORE\b"
    ),
    re.compile(
        r"\b(?P<kept>(?P<name>[A-Z][\w'’-]{1,20} [A-Z][\w'’-]{2,30}))(?P=name)"
        r"(?=[A-Z'‘“\"0-9(]).{10,300}? MORE\b"
    ),
    re.compile(r"\bposter=\"https?://[^\s\"]{5,300}\""),
    re.compile(r"(?<=[.!?”\"’])\s?Related (?:Stories|Articles):?$"),
    re.compile(r"\bAdvertisement Continue reading the main story\b"),
    re.compile(r"(?:(?<=[.!?”\"’:] )|^)(?:ADVERTISEMENT|Advertisement):?(?= [A-Z“\"‘]|$)"),
    re.compile(r"^(?:Story Continued Below|CLOSE|Continue reading the main story)(?= [A-Z“\"‘])"),
    re.compile(r"^Photo [Ii]llustration by (?:[A-Z][\w.’'-]{0,20} ){2,3}(?=[A-Z“])"),
    re.compile(r"^Story highlights(?= [A-Z\d“\"‘'])"),
    re.compile(r"\bStory Continued Below\b"),
    re.compile(r"(?<=[.!?”\"’] )(?:Read [Mm]ore|READ MORE|Continue reading(?: the main story)?)$"),
    re.compile(
        r"\( ?(?:PHOTOS?|VIDEOS?|GRAPHIC|RELATED|ALSO|SEE ALSO|READ|WATCH|MORE)\b:?[^()]{3,150}\)"
    ),
    re.compile(r"\((?:Related|See also|Watch|Read more|Also on POLITICO|Also see):[^()]{3,150}\)"),
    re.compile(
        r"\[/?(?:pullquote|caption|image|video|embed)\]"
        r"|\[/?(?:caption|image|video|audio|embed\w{0,10}|gallery|jwplayer|youtube|iframe)"
        r" [\w-]{1,20} ?=[^\[\]]{0,900}\]"
        r"|\[/(?:jwplayer|audio|gallery|youtube|iframe)\]",
        re.IGNORECASE,
    ),
    re.compile(r"\{\{[^{}]{0,60}\}\}"),
    re.compile(r"(?:(?<=[.!?”\"’] )|^)CLICK HERE (?:TO|FOR)\b[^a-z.]{3,80}\.?$"),
    re.compile(
        r"(?<=[.!?”\"’\w] )(?:©|Copyright ©?|\(c\)) ?(?:19|20)\d\d\b(?:[^.!?]|\.(?=\w)){0,80}\.?$"
    ),
)
