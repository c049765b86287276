"""Recognises captions of pictures and videos (pure).

Captions begin or end with words that name a picture or its maker. A sentence may end with the bare
word Reuters too, so an agency counts only after a slash, a bar, "via" or a bracket. Every
repetition in a pattern is bounded, so that no text takes more than linear time.
"""

import re

from index.cleaning.labels import REPORTED

_LONGEST = 900
# A credit, and the headline that some sites put behind it, are in the last so many characters.
_END = 220

_AGENCY = (
    r"(?-i:AP(?: Photos?| Images)?|(?:Getty|GETTY)(?: Images(?: Plus)?| IMAGES)?|Reuters|REUTERS"
    r"|AFP|PA(?: Wire| Media)?|EPA(?:-EFE)?|EFE|ANSA|Associated Press|Bloomberg"
    r"|Shutterstock|iStock|Pixabay|Unsplash|Dreamstime|Alamy"
    r"|TASS|SIPA USA|Redux|Corbis|Anadolu(?: Agency)?|Xinhua|dpa|Zuma(?: Press)?|UPI|Pool)"
)
_SITE = r"(?:YouTube|Flickr|Twitter|Facebook|Instagram|Wikimedia(?: Commons)?|Pixabay|Unsplash)"
_NAME = r"(?:[A-Z][\w.’'-]{0,20} ){1,3}[A-Z][\w’'-]{1,20}"
# Position of people in a picture.
_PLACES = r"(?:(?:far|second from) )?(?:left|right|center|centre)"
# What people do in a picture; captions use the present tense: "waves", not "waved".
_SEEN = (
    r"(?:arrives|attends|cheers?|chants?|embraces?|gestures?|greets?|holds? (?:up|a|signs)|hugs?"
    r"|listens?|looks? on|pauses?|poses?|shakes? hands|smiles?|speaks (?:during|at|to)"
    r"|stands? (?:guard|near|next|outside|in)|takes? part|walks?|waves?|(?:is|are) seen)"
)
_MONTH = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)"
    r"|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_PAPER = (
    r"NPR|CNN|POLITICO|TIME|USA TODAY|Reuters|Bloomberg|Getty Images"
    r"|(?:The )?(?:[A-Z]\w{1,15} ){0,3}"
    r"(?:Times|Post|Journal|News|Guardian|Tribune|Chronicle|Magazine)"
)
# The end of a sentence.
_MARK = r"[.!?…][”\"’)]{0,2}"

_STARTS = (
    r"open image in (?:gallery|full ?screen)",
    r"enlarge this image",
    r"(?:toggle|hide|show) caption\b",
    r"(?:featured|header|main|top) (?:image|photo)\b",
    r"(?:image|media|photo|picture|video|photograph) (?:copyright|caption|credit|source)\b",
    r"file (?:photo|picture|image)\b",
    r"photo(?:graph|s)?(?: illustration)? (?:by|credit)\b.{0,80}$",
    r"\(?(?:image|photo(?:graph)?s?|picture|video|map|chart|graphic) courtesy (?:of )?"
    r"(?:the )?(?-i:[A-Z]).{2,80}$",
    r"(?:graphic|illustration|animation|composite)s? by (?-i:[A-Z]).{2,160}$",
    # "Ida Berg/Reuters The old pier was closed."
    rf"(?-i:(?:{_NAME} ?/ ?(?:{_AGENCY}|POLITICO|Staff|(?:Special to )?The (?:[A-Z]\w+ ){{1,4}})"
    r"|AFP/Getty Images|(?:AP|AFP|Reuters)/File)(?:/File)? ?[A-Z“‘])",
    # "IDA BERG / AFP) (Photo by IDA BERG/AFP via Getty Images The old pier was closed."
    r"(?-i:[A-Z][A-Z .’'-]{3,40}/ ?AFP\) \(Photo by [A-Z])",
    r"media playback is (?:un)?supported\b",
    r"facebook twitter pinterest\b",
    r"photos? ?:",
    r"(?:fotos?|bild(?:er)?|фото|світлина|图片来源|图片|图|photographie)(?:rechte|quelle)? ?[:：]",
    r"map ?: .{3,60}$",
    r"data ?: .{3,160}; (?:chart|map|graphic|table)s? ?: .{3,60}$",
    r"(?:slideshow|gallery) ?[:(]",
    r"prev image \d",
    r"next image \d",
    r"just watched\b",
    # Remains of a player: its button, then what the film shows.
    r"(?-i:CLOSE [A-Z“‘]).{10,290}$",
)
_ENDS = (
    rf"(?:/|\bvia |\| ?)(?:the )?{_AGENCY}"
    r"(?: via [\w /]{2,30}| Images)?(?:, file)? ?\)?(?: Close| More)?",
    rf"/{_AGENCY}\.",
    r"/[\w ]{2,30} via Getty Images\.?",
    r"(?-i:\bAFP ?[-–—] ?Getty Images)",
    r"(?-i:\b(?:Action Images|Social Media|Handout|Pool) via (?:REUTERS|Reuters))"
    r"(?:/[\w .]{3,40})?\.?",
    # "(Photo: Ida Berg)", "(Reuters file photo: Ida Berg)", "(Photo: Wikimedia (Ida Berg)) More"
    r"\((?:[\w./’' -]{2,40} )?(?:photo|image|picture|illustration|foto|bild|фото)s?"
    r"(?: illustration)?(?: by|:| courtesy| source:)[^()]{2,80}(?:\([^()]{2,40}\))?\)"
    r"(?: Close| More)?",
    r"\(source: [^()]{2,40}\) (?-i:More)",
    # "(Ida Berg for The Harbour Post)", "(Ida Berg, special to The Harbour Post)", "(Ida Berg)"
    rf"(?-i:\({_NAME},? (?:for|special to) (?:The )?[A-Z][\w /]{{2,60}}\))",
    rf"(?-i:[a-z\d]\. \((?!Via|Source){_NAME}\))",
    r"(?-i:\((?:Wikimedia|Wikimedia Commons|Pixabay|Unsplash|Flickr|Public domain)\))",
    # A video's day and agency: "The mayor opens the lock. (Dec. 5) AP"
    rf"[.!?”\"] \({_MONTH} \d{{1,2}}\)(?: (?-i:[A-Z][\w ]{{1,20}}))?",
    rf"\((?:[^()]{{2,40}} )?(?:via {_SITE}|{_SITE} screen ?(?:shot|grab|cap))\)",
    rf"(?-i:^(?:[A-Z][\w.’'-]{{0,20}} ){{2,5}})via {_SITE}(?: {_SITE})?",
    r" / via [\w. ]{3,50}",
    r"(?:[.)] |^)(?:Associated Press|Agence France-Presse|European Pressphoto Agency|Getty Images"
    r"|Bloomberg News|Zuma Press|(?-i:Getty|AFP|AP Photo|UPI|EPA))",
    # "The mayor opens the lock. Harbour Evening Journal"
    r"(?-i:[a-z\d]{2}\. (?:The )?(?:[A-Z]\w{1,15} ){1,3}(?:Journal|News|Tribune|Chronicle|Herald))",
    r"(?-i:^\S{3,30}/(?:Twitter|Instagram|Facebook|YouTube|Flickr))",
    r"(?-i:^via [A-Z][\w. ]{2,40})",
    rf"(?-i:^{_NAME}/(?:The )?[A-Z][\w ]{{1,40}})",
    rf"(?-i:{_MARK} {_NAME} ?/ ?(?:The )?[A-Z][\w .]{{2,40}})",
    rf"(?-i:{_MARK} {_NAME} for (?:{_PAPER}))",
    r"(?-i: (?:[A-Z][A-Z.’'-]{0,20} ){1,4}/ ?(?:REUTERS|AFP|AP|EPA|GETTY IMAGES))",
    r"(?-i:\bREUTERS/[A-Z])[\w .,’'-]{3,60}(?:/Files?(?: Photos?)?)?[^\w.]?",
    r"\((?-i:(?:[A-Z][\w.’'-]{0,20} ){1,3}[A-Z][\w’'-]{1,20} ?/ ?[A-Z][\w .’'-]{2,40})\)",
    r"\((?:AP|EPA|AFP|Reuters) ?(?:Photo)?[/:][^()]{2,60}\)(?: Close| More)?",
    # "[Ida Berg/Northern Wire]", "[Courtesy of Ida Berg]"
    r"\[(?-i:[A-Z])[\w .:,’'&-]{2,50}/(?-i:[A-Z])[^\[\]]{1,60}\]",
    r"\[(?:courtesy|file|photo|image)\b[^\[\]]{2,80}\]",
    r"(?-i:\b(?:Photographer|Credit|CREDIT|Photograph)): ?[^:]{3,60}",
    rf"(?:^|{_MARK} |Caption )(?-i:P(?:hotos?|HOTOS?|icture)|Photo [Ii]llustration|Illustration"
    r"|Image|Video|Composite|Fotos?|Bild|Фото)(?: credit)?: ?(?-i:[A-ZА-ЯЁІЇЄ@])[^:!?]{1,60}",
    r"\b(?:video|photo|footage|image)s? (?:provided|supplied) by (?-i:[A-Z])[^.]{2,60}",
    # Politico: "The vote is close. | AP Photos Headline of the article"
    rf"[.!?,”\"] ?\| (?:[\w.’' -]{{2,50}}(?:/| for ))?(?:{_AGENCY}|(?-i:POLITICO|Courtesy))\b"
    r".{0,120}",
)
_START = re.compile("|".join(_STARTS), re.IGNORECASE)
_ENDING = re.compile(rf"(?:{'|'.join(_ENDS)})$", re.IGNORECASE)
# An agency in brackets marks a caption, or names the agency that reported the paragraph.
_SIGNED = re.compile(rf"\( ?{_AGENCY}(?:, file)? ?\)(?: Close| More)?$")
_INSIDE = re.compile(
    # Politico: "The vote is close. | Ida Berg/AP Photo Section Headline of the article A summary."
    rf"[.!?”\"’)] \| (?:[\w.’' -]{{2,50}}(?:/| for ))?(?:{_AGENCY}|REUTERS|POLITICO)\b"
    # USA TODAY
    r"|\(Photo: [^()]{2,80}\) Story Highlights\b"
)
_IMAGE = re.compile(r"Image [A-Z“‘](?!.{0,40}\b(?:Comics|Awards?)\b)")
# CNN's galleries: the title twice, then every caption, in one long paragraph.
_GALLERY = re.compile(r"Photos: (?P<name>.{3,100}) Photos: (?P=name)")
_GALLERY_BUTTON = re.compile(
    r"\bHide Caption \d{1,3} of \d{1,3}\b|\b1 of \d{1,3} Advertisement$|\bView Slideshow Back\b"
)
# A caption without a credit says who stands where, or tells of a past day in the present tense.
_LONGEST_UNSIGNED = 400
_QUOTED = re.compile(r"[“”\"!?;]")
_STANDING = re.compile(rf"\w\.?(?:, {_PLACES},| \({_PLACES}\)) ")
_DATED = re.compile(
    rf"(?:\bon|,) (?:\w{{6,9}}, )?{_MONTH} \d{{1,2}}, (?:19|20)\d\d"
    r"(?:,? (?:in|at|near) .{3,60})?\.?$"
)
_ACTING = re.compile(rf" {_SEEN}\b")


def is_caption(line: str) -> bool:
    """Whether `line` is the caption of a picture, a gallery or a video."""
    if _GALLERY.match(line) or _GALLERY_BUTTON.search(line):
        return True
    if len(line) > _LONGEST:
        return False
    if _SIGNED.search(line):
        return not REPORTED.search(line)
    return bool(
        _is_unsigned(line)
        or _START.match(line)
        or _IMAGE.match(line)
        or _INSIDE.search(line)
        or _ENDING.search(line[-_END:])
    )


def _is_unsigned(line: str) -> bool:
    return bool(
        len(line) <= _LONGEST_UNSIGNED
        and (_STANDING.search(line) or _DATED.search(line))
        and _ACTING.search(line)
        and not _QUOTED.search(line)
        and not REPORTED.search(line)
    )
