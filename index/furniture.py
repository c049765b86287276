"""The words by which a site's furniture is known: appeals, captions, share lines, newsletters.

Knows phrases. Does not know articles: `clean` decides what to do with what is found here. The
rules come from reading what repeats across 4,000 articles of some 60 outlets; every repetition in
a pattern is bounded, so that no text takes more than linear time.
"""

import re

# Lines that are nothing else, whatever their case and final punctuation.
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
    anzeige | werbung | mehr zum thema | lesen sie auch | реклама | читайте также | читайте також
    publicidad | lea también | publicité | lire aussi | weiterlesen | teilen | поделиться
    поділитися | реклама на сайте | compartir | leer más | 广告 | 廣告 | 相关阅读 | 延伸阅读 | 分享
    """,
    )
) - {""}


def _starting(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(phrases)})", re.IGNORECASE)


# Labels that a list of links follows.
LIST_LABELS = frozenset(
    [
        *("related", "related stories", "related articles", "related content", "see related"),
        *("also see", "see also", "also read", "read more", "read next", "recommended"),
        *("most popular", "trending", "more", "more on this"),
        *("lesen sie auch", "mehr zum thema", "читайте также", "читайте також"),
        *("lea también", "相关阅读", "延伸阅读"),
    ]
)


# A picture's caption begins or ends so. Agencies stand after a slash, "via" or a bracket: a
# sentence may end with the bare word Reuters.
CAPTION_START = _starting(
    r"open image in (?:gallery|full ?screen)",
    r"enlarge this image",
    r"(?:toggle|hide) caption\b",
    r"(?:image|media|photo|picture|video|photograph) (?:copyright|caption|credit|source)\b",
    r"file (?:photo|picture|image)\b",
    r"photo(?:graph|s)?(?: illustration)? (?:by|credit)\b.{0,80}$",
    r"media playback is (?:un)?supported\b",
    r"photos? ?:",
    r"(?:foto|bild|фото|світлина|图片来源|图片)(?:rechte)? ?[:：]",
    r"(?:slideshow|gallery) ?[:(]",
    r"prev image \d",
    r"next image \d",
    r"just watched\b",
)
# CNN's galleries: the title twice, then every caption, in one long paragraph.
GALLERY = re.compile(r"Photos: (?P<name>.{3,100}) Photos: (?P=name)")
CAPTION_IMAGE = re.compile(r"Image [A-Z“‘](?!.{0,40}\b(?:Comics|Awards?)\b)")
CAPTION_END = re.compile(
    r"(?:(?:/|\bvia |[(|] ?)(?:the )?(?:AP(?: Photo| Images)?|Getty(?: Images)?|Reuters|AFP"
    r"|PA(?: Wire)?"
    r"|EPA(?:-EFE)?|Associated Press|Bloomberg|Shutterstock|iStock|Pixabay|Unsplash|Dreamstime"
    r"|Alamy|TASS|SIPA USA|Redux|Corbis|Anadolu(?: Agency)?|Xinhua|dpa|Zuma(?: Press)?|UPI|Pool)"
    r"(?: via [\w /]{2,30}| Images)?(?:, file)? ?\)?(?: Close)?"
    r"|\((?:File )?Photo(?: illustration)?(?: by|:)[^()]{2,80}\)"
    r"|(?:[.)] |^)(?:Associated Press|Agence France-Presse|European Pressphoto Agency|Getty Images"
    r"|Bloomberg News|Zuma Press)"
    r"|(?-i:^(?:[A-Z][\w.’'-]{1,20} ){1,3}[A-Z][\w’'-]{1,20}/(?:The )?[A-Z][\w ]{1,40})"
    r"|(?-i:\bREUTERS/[A-Z])[\w .’'-]{3,60}(?:/Files?(?: Photo)?)?[^\w.]?"
    r"|\((?:[A-Z][\w.’'-]{0,20} ){1,3}[A-Z][\w’'-]{1,20} ?/ ?[A-Z][\w .’'-]{2,40}\)"
    r"|\((?:AP|EPA|AFP|Reuters) ?(?:Photo)?/[^()]{2,60}\)"
    r"|\b(?:Photographer|Credit|Photograph): ?[^.:]{3,60})$",
    re.IGNORECASE,
)

# A short line that only leads somewhere else.
POINTER = _starting(
    r"(?:read|see|watch|listen|view|related|also|more|photos?|videos?|graphics?|slideshow|gallery"
    r"|live|now watch"
    r"|read (?:more|also|next)|see also|watch (?:now|live|the video)|more from [\w .’']{2,40}"
    r"|related (?:story|stories|articles?|coverage|links?"
    r"|content|topics?))"
    r"(?: ?[:|>»]+|$)",
    r"\( ?(?:photos?|videos?|related|also|see also|read|watch|more|also on politico)\b[^()]{0,20}:",
    r"(?:please )?click (?:here|the|on|for|through)\b",
    r"(?:please )?sign[- ]?up (?:for|to|here|now|today)\b",
    r"subscribe (?:to|now|today|here|for)\b",
    r"get (?:the|our|all|your|breaking|more)\b.{0,90}\b(?:newsletters?|inbox|apps?|alerts)\b",
    r"download (?:the|our)\b.{0,40}\bapp\b",
    r"(?:follow|like|find|join) (?:us\b|me\b|@|[\w .’'&-]{2,50} (?:on|at) "
    r"(?:twitter|facebook|instagram|youtube|google))",
    r"- follow\b.{0,60}@",
    r"(?:listen to article|share this(?: article| story)?)\b",
    r"(?:send|submit) (?:letters|your (?:comments|letters|tips|questions))\b",
    r"(?:contact|e-?mail|write to) (?:us|the (?:author|reporter|writer|editor))\b",
    r"(?:have|got) (?:a|any) (?:tips?|news tips?|story|question)\b",
    r"visit [\w .’']{2,40} (?:homepage|website) (?:for|to)\b",
    r"(?:watch|see|check out) (?:the )?(?:latest|more) (?:videos?|stories|from)\b",
    r"(?:watch|stream) the latest\b",
    r"want (?:more|the latest|[\w ]{2,40} in your inbox)\b",
    r"related (?:videos?|coverage)\b",
    r".{5,120}\bvote (?:here )?(?:now|in urgent)\b",
    r"(?:more|also on politico|related|see also):",
    r"this article (?:is )?tagged (?:under|with)\b",
    r"(?:write to|contact|email) [^@]{3,120}@",
    r"read more (?:from|about|on|of|here)\b",
    r"(?:special (?:coverage|reports?)|sources?|chart|graphic(?: by)?) ?: .{3,110}$",
    # A link as USA TODAY sets it: "Total overreach:New push for something".
    r"[^.!?:]{2,60}:(?-i:[A-Z‘])[^.!?:]{15,160}\??$",
    r"click to (?:enlarge|view|expand|play)\b",
    r"check out (?:our\b|the .{2,60}\b(?:map|calculator|newsletter|podcast|app)\b)",
    r"support .{2,40} journalism$",
    r"(?:lesen sie auch|mehr zum thema|читайте также|читайте також|lea también|lire aussi) ?:",
    r"(?:相关阅读|延伸阅读|扫码关注|关注我们)[：:]?.{0,100}$",
    r"(?:abonnieren sie|jetzt abonnieren|newsletter abonnieren|melden sie sich) .{0,120}newsletter",
    r"(?:подписывайтесь|подпишитесь|підписуйтесь|підпишіться) на (?:наш|нас)\b",
    r"(?:suscríbase|suscríbete|síganos|síguenos) (?:a nuestr|en (?:twitter|facebook))",
    # A link on a line of its own: Politico leaves a space after the bracket, the Atlantic sets [].
    r"\( [^().]{5,100}\)$",
    r"\[ ?(?:a reader responds|read|read more|watch|listen|see|more|related)\b[^\[\]]{3,150}\]$",
    r"[^.!?]{10,180} read more$",
    r"read (?:or share this story|the (?:rest|full|whole) [\w ]{2,30}\bhere)\b",
)
# Furniture at any length.
NOTICE = _starting(
    r"(?:©|\(c\) ?(?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d|by )|copyright:)",
    r"(?:all )?rights reserved\b",
    r"the (?:opinions|views)(?: and (?:opinions|views))? expressed (?:by (?:columnists|contributors"
    r"|the authors?)|(?:here|herein|in this)\b|are (?:those|their|his|hers?|solely))",
    r".{0,400}\bopinions expressed (?:in this|here|by)\b[^.]{0,60}\b(?:are|belong to)\b",
    r"this (?:column|article|story|essay|post|piece) (?:was )?(?:originally|first)"
    r" (?:appeared|published|posted|ran) (?:in|on|at|by)\b",
    r"content created by the daily caller\b",
    r"this (?:article|story|page) is more than (?:a|one|\d+) (?:year|month)s? old",
    r"this is a rush transcript\b",
    r"(?:last )?updated (?:at|on)? ?\d{1,2}[:.]\d\d\b.{0,20}$",
    r"(?:about )?(?:\d+|an?|one|two|three) (?:second|minute|hour|day|week|month|year)s? ago$",
    r"interested in .{2,60} as an interest to stay up to date",
    r"\{\"unitname\"",
    r"please (?:include a contact number|verify you're not a robot|enable javascript)",
    r"(?:your browser does not support|javascript is (?:required|disabled))",
    r"(?:we use cookies|this (?:web)?site uses cookies)",
    r"[\d.,]{1,6} ?(?:[km] )?(?:shares?|comments?|views?|likes?|retweets?)$",
    r"\d+ of \d+$",
)

# An appeal or newsletter box is known by several of these kinds together: each alone may well
# stand in an article.
SIGNALS = tuple(
    re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for pattern in (
        r"your (?:financial )?(?:support|donation|contribution|gift|help)|donate|donation|chip in"
        r"|support (?:us|our|independent|quality|now|progressive|the work|journalism)"
        r"|(?:reader|listener|member)[- ](?:supported|funded)|tax-deductible|for as little as"
        r"|become a (?:member|subscriber|supporter|patron)|make a (?:gift|contribution)",
        r"(?:our|independent|quality|investigative|explanatory|progressive|local|fearless|free)"
        r" (?:journalism|journalists|reporting|reporters|newsroom|coverage)|paywalls?"
        r"|non-?profit (?:newsroom|news)|send(?:ing)? journalists|reporters on the ground",
        r"newsletters?|inbox|(?:email|e-mail|news|push) alerts?|podcast|delivered (?:daily|weekly)"
        r"|special reports|email address|emails?|we['’]ll (?:send|email) you|be the first to"
        r"|promotional (?:offers|emails|material)",
        r"sign(?:ing)? up|subscribe|subscription|click here|read more|support now|learn more"
        r"|opt[- ]out|unsubscribe|try again|re-enter|enable javascript|please check|see all"
        r"|get (?:unlimited|full) access|free trial|join (?:us|today|now)|check out our",
        r"privacy policy|terms of (?:use|service)|recaptcha|you (?:may )?agree to|cookie policy",
        r"trusted by|stories that matter|stories you (?:care|need)|thank you for|we believe"
        r"|we (?:need|rely|depend|choose|aim)|makes? (?:all )?the difference|help us"
        r"|at (?:such )?a critical (?:moment|time)|afford it|our (?:audience|readers|team)",
    )
)
# Someone is being reported on: likelier an article about a newsletter than a newsletter box.
REPORTED = re.compile(
    r"\b(?:said|says|told|wrote|according to|asked|argued|added|announced|reported|accused)\b"
)
# Case matters: "US" is a country.
ADDRESSED = re.compile(r"\b(?:[Yy]ou|[Yy]ours?|[Oo]urs?|us|[Ww]e)\b")
# The kinds that ask the reader to do something; one of them is in every short appeal.
CALLS = slice(3, 5)

# Furniture inside a paragraph: what is matched goes, the rest stays. The group `kept`, if there
# is one, stays too.
INLINE = (
    # The Hill: "Rep. Jane Doe Jane Ann DoeHeadline of one story Headline of another MORE (D-Ohio)".
    re.compile(
        r"\b(?P<kept>(?P<last>[A-Z][\w'’-]{2,30})),? (?:[^\s.]{1,30}\.? ){1,6}?(?P=last)"
        r"(?=[A-Z'‘“\"0-9(]).{10,700}? MORE\b"
    ),
    re.compile(r"\bAdvertisement Continue reading the main story\b"),
    re.compile(r"(?:(?<=[.!?”\"’:] )|^)(?:ADVERTISEMENT|Advertisement):?(?= [A-Z“\"‘]|$)"),
    re.compile(r"^(?:Story Continued Below|CLOSE|Continue reading the main story)(?= [A-Z“\"‘])"),
    re.compile(r"^Photo [Ii]llustration by (?:[A-Z][\w.’'-]{0,20} ){2,3}(?=[A-Z“])"),
    re.compile(r"^Story highlights(?= [A-Z])"),
    re.compile(r"\bStory Continued Below\b"),
    re.compile(r"(?<=[.!?”\"’] )(?:Read [Mm]ore|READ MORE|Continue reading(?: the main story)?)$"),
    re.compile(
        r"\( ?(?:PHOTOS?|VIDEOS?|GRAPHIC|RELATED|ALSO|SEE ALSO|READ|WATCH|MORE)\b:?[^()]{3,150}\)"
    ),
    re.compile(r"\((?:Related|See also|Watch|Read more|Also on POLITICO|Also see):[^()]{3,150}\)"),
    re.compile(r"\[(?:pullquote|caption|image|video|embed)\]", re.IGNORECASE),
    re.compile(r"\{\{[^{}]{0,60}\}\}"),
    re.compile(r"(?:(?<=[.!?”\"’] )|^)CLICK HERE (?:TO|FOR)\b[^a-z.]{3,80}\.?$"),
    re.compile(r"(?<=[.!?”\"’] )(?:©|Copyright ©?|\(c\)) ?(?:19|20)\d\d\b[^.!?]{0,80}\.?$"),
)

# How an outlet names itself in its appeal: "The Harbour Post is trusted by readers ...".
OUTLET = re.compile(
    r"\b(?P<outlet>(?:The )?[A-Z][\w’'&-]+(?: [A-Z][\w’'&-]+){0,3}) "
    r"is (?:trusted by|on the ground|(?:reader|listener|member)[- ](?:supported|funded)"
    r"|an? (?:independent |non-?profit )+(?:news|newsroom|newspaper|magazine)\b)"
)
