"""Recognises lines that only link to something else (pure).

Such a line begins or ends with words that ask for a click. Every repetition in a pattern is
bounded, so that no text takes more than linear time.
"""

import re

from index.cleaning.labels import BULLETS, REPORTED

_LONGEST = 220
_NETWORKS = r"(?:twitter|facebook|instagram|telegram|youtube|google)"

_READ_ON = (
    r"(?:read|see|watch|listen|view|related|also|more|photos?|videos?|graphics?|slideshow|gallery"
    r"|live|now watch"
    r"|read (?:more|also|next)|see also|see related|watch (?:now|live|the video)"
    r"|more from [\w .’']{2,40}|next story|go deeper|(?:also|earlier) on politico"
    r"|don['’]t miss|read this|more on this|must read|top story"
    r"|related (?:story|stories|articles?|coverage|links?|content|topics?)|now read)"
    r"(?: ?[:|>»]+|$)",
    r"\( ?(?:photos?|videos?|related|also|see also|read|watch|more|(?:also|earlier) on politico)\b"
    r"[^()]{0,20}:",
    r"(?:go deeper|more on this) ?(?:\.\.\.|…)",
    r"(?:please )?click (?:here|the|on|for|through|to (?:enlarge|view|expand|play))\b",
    r"visit [\w .’']{2,40} (?:homepage|website) (?:for|to)\b",
    r"(?:watch|see|check out) (?:the )?(?:latest|more) (?:videos?|stories|from)\b",
    r"(?:watch|stream) the latest\b",
    r"watch [\w ]{3,30} videos ?:$",
    r"(?-i:(?:READ|WATCH) [A-Z‘“]).{10,160}[^.!?:]$",
    r"(?:watch|listen to) (?:(?:as|how|it|the|this|here|below)\b|(?-i:[A-Z]))[^.!?]{2,150}"
    r"[^.!?:”\"’]$",
    r"(?:listen to article|listen to (?:the|our) (?:most|latest|full|podcast|episode))\b",
    r"[^.!?]{4,160} (?-i:Listen)(?: · [\d: ]{4,14})?(?: Read A Transcript(?: \(PDF\))?)?$",
    r".{4,200} (?-i:Listen) · [\d: ]{4,14}$",
    r".{4,200} (?-i:Listen Read A Transcript)(?: \(PDF\))?$",
    r"play video\b",
    r"(?:watch|listen to|see|hear)\b[^“\"!?:]{3,150}\b(?:above|below)\b[^“\"!?:]{0,60}$",
    r"read [\w’' .]{2,40}['’]s? (?:[\w-]+ ){0,2}(?:blog|column|analysis|magazine|newsletter)"
    r"(?: in full)?\.?$",
    r"see also (?-i:[A-Z])",
    r"(?:listen|subscribe|tune in) to .{2,150}\bpodcasts?\b",
    r"catch up on\b.{3,150}\bpodcasts?\b",
    r"related (?:videos?|coverage|headlines?)\b",
    r"(?-i:Related [A-Z\d“‘]).{10,150}[^.!?]$",
    r"(?:full|complete|live|continuing|more) coverage(?::| of\b)[^.]{3,100}$",
    r"more on (?-i:[A-Z]|the (?:[A-Z]|us\b))[^.:]{3,60}$",
    r"more on [^.,:?!]{3,60}$",
    r"more [\w &]{3,40} (?:coverage|stories|headlines|videos)(?: you (?:may|might) like)?:?$",
    r"also on the [\w ]{2,30}\b(?:blog|ticker|site|website)$",
    r".{10,150}[^.!?] related (?:stories|articles)$",
    r".{5,100}[^.!?”\"] \((?-i:Video|VIDEO|Photos|PHOTOS|Audio)\)$",
    r"[^“\"]{3,100} (?:has|have) (?:more|the latest|more (?:coverage|details)) here\.?$",
    r"other (?:key|top) [\w ]{3,40} stories\b[^.]{0,40}$",
    r"read more (?:from|about|on|of|here)\b",
    r"read (?:or share this story|the (?:rest|full|whole) [\w ]{2,30}\bhere)\b",
    r".{10,200}[^.!?”\"’ ] (?:read more|subscribe(?: now| today)?|learn more)$",
    r".{3,200}\? [^.!?]{3,160} read more$",
    r"\(?(?:you can )?(?:read|download|view|listen to|watch)\b[^.!?“\"]{3,120}"
    r"\b(?:at \w+|here)\.?\)?$",
    r"\((?:an? |the )?(?:full |complete )?(?:transcript|list|text|report)\b[^()]{2,80}"
    r"\bhere\.?\)$",
    r"\((?:read|click|see|go) (?:more|here|also|our)\b[^()]{2,150}\)$",
    r"click to\b",
    r"[^“\"]{5,200}\bclick here\.?\)?$",
    r"\([^()]{5,150}[,:] here\)$",
    r"\(open \S{3,80} in an\b",
    r".{3,150} on Scribd$",
    r"(?:editor['’]s note: )?for (?:more|further|updates|the (?:latest|full))\b.{0,120}[,:] "
    r"(?:please )?(?:go|see|visit|subscribe|(?:read|check out) (?:our|(?-i:[A-Z])))\b",
    r"\(? ?for (?:an? |the |our )?(?:interactive |related )?(?:graphic|factbox|timeline|chart|map)"
    r"s?\b.{3,140}\b(?:click|see|go to|here)\b",
    r"to (?:continue reading|read (?:more|the)|learn more|see more|subscribe|respond to this"
    r"|have your voice)\b.{3,180}\b(?:click|go|visit|sign up|submit|e-?mail)\b",
    r"there(?:['’]s| is) (?:much |a lot |lots |plenty )?more (?:about|on)\b[^“\"]{3,120}"
    r"\b(?:at|on|in) (?:our\b|(?-i:[A-Z]))[^“\"]{2,60}$",
    r"find out (?:who|what|how|why|where|when|which|more)\b[^“\"?]{3,120}$",
    r"take me (?:back )?to the (?:top|start)\b",
    r"this article (?:is )?tagged (?:under|with)\b",
    r"(?:special (?:coverage|reports?)|sources?|chart|graphic(?: by)?) ?: .{3,110}$",
    # The name of a kind of page, then its headline; what is news there ends in a full stop.
    r"(?-i:(?:STORY|COLUMN|OPINIONS?|EDITORIAL|ANALYSIS|TIMELINE|QUIZ|INTERACTIVE|MAP|FLASHBACK"
    r"|BELOW|FULL STORY|READ MORE|READ ALSO|SEE RELATED|LIVE UPDATES?|LIVE BLOG|MUST READ|PODCAST"
    r"|TRENDING|EXCLUSIVE VIDEO|DON['’]T MISS|RELATED STORY)): ?.{10,160}[^.]$",
    # Any label of several words in capitals before a headline; one word may name a speaker or what
    # a table tells.
    r"(?-i:[A-Z][A-Z'’&]+(?: [A-Z][A-Z'’&]+){1,5}: ?[A-Z‘'“][\w,.;:'‘’“”$%-]*"
    r"(?: [\w,.;:'‘’“”$%&-]{1,30}){4,25}(?<=[a-z\d’']))$",
    # A link as USA TODAY sets it: "Total overreach:New push for something", "Taxes:7 mistakes ...".
    r"[^!:]{2,60}(?:(?<!\d):|:(?!\d\d\b))['’]?(?-i:[A-Z‘'“]|\d+ [a-z])[^:]{15,160}"
    r"(?::[^:]{3,100})?(?:\?|[^.!?:])$",
    r"\(?[\w ]{3,60}: (?:https?://)?(?:tmsnrt\.rs|reut\.rs|bit\.ly|apne\.ws|wapo\.st)/\w{4,12}\)?$",
    r"(?:www\.)?(?:youtube|twitter|facebook|instagram)\.com$",
    # A link on a line of its own: Politico leaves a space after the bracket, the Atlantic sets [].
    r"\( [^().]{5,100}\)$",
    r"\[ ?(?:a reader responds|read|read more|watch|listen|see|more|related|follow"
    r"|sign up|subscribe|get (?:our|the))\b[^\[\]]{3,180}\]$",
    r".{3,160} ?(?:>>|»|›|→|►)$",
    r"(?:\(? ?h/t|hat tip)\b.{2,60}$",
)
_TAKE_PART = (
    r"(?:please )?sign[- ]?up (?:for|to|here|now|today)\b",
    r"subscribe (?:to|now|today|here|for|on)\b",
    r"take part in our\b",
    r"get (?:the|our|all|your|breaking|more|news|daily|this|\S+ (?:delivered|in your))\b.{0,90}"
    r"\b(?:newsletters?|inbox|apps?|alerts)\b",
    r"get the latest\b[^.]{3,80}$",
    r"get real-time updates\b",
    r"get [\w ]{2,40} on your (?:cable|phone|device|tablet)\b",
    r"tune in(?: (?:at|on|for|beginning)\b| ?to (?:our\b|(?-i:[A-Z\d])))",
    r"watch (?-i:[A-Z])[^.!?“\"]{2,120}\b(?:at|beginning at) \d{1,2}(?::\d\d)? ?[ap]\.?m\b",
    r"programming (?:alert|note)\b",
    r"(?:thanks|thank you) for (?:reading|watching|listening)!",
    r".{0,100}[.!?] visit website$",
    r"(?:sponsored|presented|brought) to you by (?-i:[A-Z\d]).{1,50}$",
    r"want (?:more|the latest|[\w ]{2,40} in your inbox)\b",
    r"stay (?:tuned (?:to|for)|with \S{3,40} for)\b",
    r"stay informed (?-i:Get)\b",
    r"check back (?:for|later|here|soon|often)\b",
    r"stay (?:up to date|updated|informed|connected|tuned)\b.{0,120}"
    r"\b(?:app|newsletters?|alerts?|twitter|facebook|subscribe|sign up)\b",
    r"download (?:the|our)\b.{0,40}\bapp\b",
    r"check out (?:our\b|the .{2,60}\b(?:map|calculator|newsletter|podcast|app)\b)",
    r"support .{2,40} journalism$",
    r"like (?:this (?:story|article|post)|what you(?:['’]re| are) reading)\b",
    r"(?:.{5,120}\? )?join (?:the conversation|our (?:facebook|community|group|discussion))\b",
    r"(?:post|leave) (?:your |a )?comments? below\b",
    r"[^“\"]{10,200}\bsign up for a free trial\b",
    r"share (?:this(?: article| story)?|all sharing options)\b",
    r"share your (?:thoughts|experiences?|stor(?:y|ies)|views?|opinions?|comments?)\b",
    r".{5,120}\bvote (?:here )?(?:now|in urgent)\b",
    r".{5,120}\? vote here$",
    r"(?:send|submit) (?:us )?(?:letters|(?:a |your )?(?:news )?tips?"
    r"|(?:your )?(?:comments|letters|questions)(?:/comments)?)(?: or questions)?"
    r"(?: (?:to|at|via|by)\b|$)",
    r".{0,120}\be-?mail (?:us|them|me)\b[^“\"]{0,60}\S@\S",
    r"(?:contact|e-?mail|write to) (?:us|the (?:author|reporter|writer|editor))\b",
    r"(?:write to|contact|email) [^@]{3,120}@",
    r"(?:have|got) (?:a|any) (?:tips?|news tips?|story|question)\b",
    r"tip line\b",
    r"let us know (?:what|how|if|in)\b.{3,100}(?:@|\bbelow\b|\bcomments\b)",
    r"(?:we want to hear|tell us) what you think\b",
)
_ADDRESSES = (
    rf"(?:you can )?(?:follow|like|find|join) (?:us\b|on {_NETWORKS}\b|me\b|@"
    rf"|[\w .’'&-]{{2,50}} (?:on|at) "
    rf"(?:(?:https?://)?(?:www\.)?{_NETWORKS}|@))",
    r"- follow\b.{0,60}@",
    # Who wrote it, by their name in a network: "Ida Berg @idaberg"
    r"(?-i:(?:[A-Z][\w.’'-]{0,20} ){1,4})(?:on twitter:? )?@\w{2,30}$",
    rf"(?:{_NETWORKS}|e-?mail) ?:? ?(?:@|https?://)\S{{2,80}}$",
    # Where a film is from: "Harbour TV YouTube"
    rf"(?-i:(?:[A-Z][\w.&’'-]{{0,20}} ){{1,4}}){_NETWORKS}$",
    # "Online: https://example.org", "Find the poll at www.example.org". An address by itself may be
    # what an article is about.
    r"(?:online|more|more on [\w ]{2,40}|poll results|for the latest[\w ]{0,40}) ?: ?"
    r"https?://\S{3,150}$",
    r"(?:find|follow|watch|read|see|visit|hear|go to|check out|learn more|more)\b[^.!?“\"]{2,120}"
    r" (?:https?://|www\.)\S{3,100}(?: and https?://\S{3,100})?$",
    r".{10,200} www\.youtube\.com$",
)
_OTHER_LANGUAGES = (
    r"(?:lesen sie auch|mehr zum thema|mehr dazu|lea también|lee también|te puede interesar"
    r"|(?:à )?lire (?:aussi|également)|leia (?:também|mais)|leggi anche"
    r"|читайте также|смотрите также|читать также|подробнее|читайте також|дивіться також) ?:",
    r"(?:相关阅读|延伸阅读|扫码关注|关注我们|関連記事)[：:]?.{0,100}$",
    r"(?:abonnieren sie|jetzt abonnieren|newsletter abonnieren|melden sie sich) .{0,120}newsletter",
    r"(?:folgen sie uns|suivez-nous|abonnez-vous|seguici|iscriviti|siga-nos|inscreva-se)\b",
    r"(?:подписывайтесь|подпишитесь|підписуйтесь|підписуйтеся|підпишіться) на (?:наш|нас)\b",
    r"(?:следите за|стежте за|читайте) (?:нами|нас|нашими новостями|нашими новинами) (?:в|у|на)\b",
    r"(?:suscríbase|suscríbete|síganos|síguenos) (?:a nuestr|en (?:twitter|facebook|nuestr))",
)
_LEADS = re.compile(
    "|".join((*_READ_ON, *_TAKE_PART, *_ADDRESSES, *_OTHER_LANGUAGES)), re.IGNORECASE
)


def is_link(line: str) -> bool:
    """Whether `line` only links to something else: another story, a network, an address."""
    if len(line) > _LONGEST or not _LEADS.match(line.lstrip(BULLETS)):
        return False
    # "Also: three people were hurt, the police said." is a sentence of a live report.
    return not (line.endswith(".") and REPORTED.search(line))
