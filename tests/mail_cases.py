"""Mails as programs write them, in our own words: what was sent, and what is the article in it.

A case is the subject, the body, and what is expected: text, day and outlet ("" and None: the
mail's own).
"""

from typing import NamedTuple


class Case(NamedTuple):
    subject: str
    body: str
    text: str
    day: str = "2026-09-07"
    outlet: str = "Ida Berg"
    title: str = ""  # "" if it is the mail's subject


NEW = "The pool of Bo opens on 3 October, the town said today."
OLD = "The pool of Bo opens on 9 September and costs 5 million crowns."
QUOTED = "> The pool of Bo opens on 9 September and costs\n> 5 million crowns."

_SENT = "Sunday, September 6, 2026 10:00 AM"

REPLIES: dict[str, Case] = {
    "gmail": Case(
        "Re: Pool",
        f"{NEW}\n\nOn Sun, 6 Sep 2026 at 10:00, Ann Roe <a@example.org> wrote:\n{QUOTED}",
        NEW,
    ),
    "gmail wrapped": Case(
        "Re: Pool",
        f"{NEW}\n\nOn Sun, 6 Sep 2026 at 10:00, Ann Roe\n<a@example.org> wrote:\n\n{QUOTED}",
        NEW,
    ),
    "apple": Case(
        "Re: Pool",
        f"{NEW}\n\n> On 6 Sep 2026, at 10:00, Ann <a@example.org> wrote:\n> \n{QUOTED}",
        NEW,
    ),
    "german": Case("AW: Pool", f"{NEW}\n\nAm 06.09.2026 um 10:00 schrieb Ann:\n{QUOTED}", NEW),
    "german gmail": Case(
        "Re: Pool",
        f"{NEW}\n\nAm So., 6. Sept. 2026 um 10:00 Uhr schrieb Ann Roe <a@example.org>:\n{QUOTED}",
        NEW,
    ),
    "spanish": Case(
        "RE: Pool",
        f"{NEW}\n\nEl dom, 6 sept 2026 a las 10:00, Ann (<a@example.org>) escribió:\n{QUOTED}",
        NEW,
    ),
    "russian": Case(
        "Re: Pool", f"{NEW}\n\nвс, 6 сент. 2026 г. в 10:00, Анна <a@example.org>:\n{QUOTED}", NEW
    ),
    "ukrainian": Case(
        "Re: Pool", f"{NEW}\n\nнд, 6 вер. 2026 р. о 10:00 Анна <a@example.org> пише:\n{QUOTED}", NEW
    ),
    "chinese": Case(
        "回复: Pool", f"{NEW}\n\nAnn <a@example.org> 于2026年9月6日周日 10:00写道：\n{QUOTED}", NEW
    ),
    "french": Case(
        "RE: Pool",
        f"{NEW}\n\nLe dim. 6 sept. 2026 à 10:00, Ann <a@example.org> a écrit :\n{QUOTED}",
        NEW,
    ),
    "outlook": Case(
        "RE: Pool",
        f"{NEW}\n\n-----Original Message-----\nFrom: Ann\nSent: {_SENT}\nTo: Desk\nSubject: "
        f"Pool\n\n{OLD}",
        NEW,
    ),
    "outlook line": Case(
        "RE: Pool",
        f"{NEW}\n\n________________________________\nFrom: Ann <a@example.org>\nSent: {_SENT}\n"
        f"To: Desk <d@example.org>\nSubject: Pool\n\n{OLD}",
        NEW,
    ),
    "outlook german": Case(
        "AW: Pool",
        f"{NEW}\n\nVon: Ann <a@example.org>\nGesendet: Sonntag, 6. September 2026 10:00\n"
        f"An: Desk\nBetreff: Pool\n\n{OLD}",
        NEW,
    ),
    "outlook russian": Case(
        "RE: Pool",
        f"{NEW}\n\nОт: Анна <a@example.org>\nОтправлено: 6 сентября 2026 г. 10:00\nКому: "
        f"Desk\nТема: Pool\n\n{OLD}",
        NEW,
    ),
    "below": Case("Re: Pool", f"On 6 Sep 2026 10:00, Ann wrote:\n{QUOTED}\n\n{NEW}", NEW),
    "between": Case(
        "Re: Pool",
        f"Ann wrote:\n> When does it open?\n{NEW}\n> And the price?\nNobody knows that yet.",
        f"{NEW}\nNobody knows that yet.",
    ),
    "twice": Case(
        "Re: Re: Pool",
        f"{NEW}\n\nOn 6 Sep 2026 10:00, Ann wrote:\n> Is it so?\n> On 5 Sep 2026 9:00, Bo "
        "wrote:\n>> It is closed.",
        NEW,
    ),
    "no quote marks": Case(
        "Re: Pool",
        f"{NEW}\n\nOn Sun, 6 Sep 2026 at 10:00, Ann Roe <a@example.org> wrote:\n\n{OLD}",
        NEW,
    ),
}
FORWARDS: dict[str, Case] = {
    "gmail": Case(
        "Fwd: Library opens",
        "FYI\n\n---------- Forwarded message ---------\nFrom: De Gazette <g@example.com>\n"
        f"Date: Wed, 2 Sep 2026 at 07:00\nSubject: Library opens\nTo: <d@example.org>\n\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "apple": Case(
        "Fwd: Library opens",
        "Begin forwarded message:\n\n> From: De Gazette <g@example.com>\n> Subject: Library opens\n"
        f"> Date: 2 September 2026 at 07:00:00 CEST\n> To: d@example.org\n> \n{QUOTED}",
        OLD.replace("costs ", "costs\n"),
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "outlook": Case(
        "FW: Library opens",
        "See below.\n\nFrom: De Gazette <g@example.com>\nSent: Wednesday, September 2, 2026 "
        "7:00 AM\n"
        f"To: Desk <d@example.org>\nSubject: Library opens\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "outlook german": Case(
        "WG: Library opens",
        "Von: De Gazette <g@example.com>\nGesendet: Mittwoch, 2. September 2026 07:00\n"
        f"An: Desk\nBetreff: Library opens\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "thunderbird": Case(
        "Fwd: Library opens",
        "-------- Forwarded Message --------\nSubject: \tLibrary opens\nDate: \tWed, 2 Sep "
        "2026 07:00:00 +0200\n"
        f"From: \tDe Gazette <g@example.com>\nTo: \td@example.org\n\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "thunderbird german": Case(
        "Fwd: Library opens",
        "-------- Weitergeleitete Nachricht --------\nBetreff: \tLibrary opens\nDatum: \tWed, "
        "2 Sep 2026 07:00:00 +0200\n"
        f"Von: \tDe Gazette <g@example.com>\nAn: \td@example.org\n\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
}
PLAIN: dict[str, Case] = {
    "newsletter": Case("Pool", f"{NEW}\n\n{OLD}", f"{NEW}\n\n{OLD}"),
    "labels": Case(
        "Pool",
        f"Where: Bo\nWhen: 3 October 2026\nPrice: 5 crowns\n\n{NEW}",
        f"Where: Bo\nWhen: 3 October 2026\nPrice: 5 crowns\n\n{NEW}",
    ),
    "interview": Case(
        "Talk",
        f"Lund: It is late.\nRo: It is not.\nLund: It is.\n\n{NEW}",
        f"Lund: It is late.\nRo: It is not.\nLund: It is.\n\n{NEW}",
    ),
    "a wrote line": Case(
        "Talk", f"In a letter the mayor wrote:\n\n{NEW}", f"In a letter the mayor wrote:\n\n{NEW}"
    ),
}

# -- written after the fix

_HEAD = "<html><head><style>p{color:red}</style></head><body>"
_CITED = "The pool of Bo opens on 9 September<br>and costs 5 million crowns."

PAGES: dict[str, Case] = {
    "gmail": Case(
        "Re: Pool",
        f'{_HEAD}<div dir="ltr">{NEW}</div><br><div class="gmail_quote"><div class="gmail_attr">'
        "On Sun, 6 Sep 2026 at 10:00, Ann &lt;<a>a@example.org</a>&gt; wrote:<br></div>"
        f'<blockquote class="gmail_quote"><div>{_CITED}</div></blockquote></div></body></html>',
        NEW,
    ),
    "outlook": Case(
        "RE: Pool",
        f"{_HEAD}<p>{NEW}</p><div id=divRplyFwdMsg><font><b>From:</b> Ann &lt;a@example.org&gt;<br>"
        f"<b>Sent:</b> {_SENT}<br><b>To:</b> Desk<br><b>Subject:</b> Pool</font></div>"
        f"<div>&nbsp;</div><div><p>{OLD}</p></div></body></html>",
        NEW,
    ),
    "apple": Case(
        "Re: Pool",
        f"{_HEAD}{NEW}<br><div><blockquote type=cite><div>On 6 Sep 2026, at 10:00, Ann wrote:</div>"
        f"<br><div>{_CITED}</div></blockquote></div></body></html>",
        NEW,
    ),
    "thunderbird": Case(
        "AW: Pool",
        f'{_HEAD}<p>{NEW}</p><div class="moz-cite-prefix">Am 06.09.26 um 10:00 schrieb '
        "Ann:<br></div>"
        f"<blockquote type=cite><p>{_CITED}</p></blockquote></body></html>",
        NEW,
    ),
    "forwarded by gmail": Case(
        "Fwd: Library opens",
        f'{_HEAD}<div>FYI</div><div class="gmail_quote"><div class="gmail_attr">---------- '
        "Forwarded "
        "message ---------<br>From: <strong>De Gazette</strong> "
        "&lt;<a>g@example.com</a>&gt;<br>Date: "
        f"Wed, Sep 2, 2026 at 7:00 AM<br>Subject: Library opens<br>To: d@example.org<br>"
        "</div><br><br>"
        f"<p>{OLD}</p></div></body></html>",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "forwarded by outlook": Case(
        "TR: Library opens",
        f"{_HEAD}<p>Pour info</p><hr><div><b>De :</b> De Gazette &lt;g@example.com&gt;<br>"
        "<b>Envoyé :"
        "</b> mercredi 2 septembre 2026 07:00<br><b>À :</b> Desk<br><b>Objet :</b> Library opens"
        f"</div><p>{OLD}</p></body></html>",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
}
REPLIES |= {
    "dutch": Case(
        "Re: Pool",
        f"{NEW}\n\nOp zo 6 sep 2026 om 10:00 schreef Ann <a@example.org>:\n{QUOTED}",
        NEW,
    ),
    "swedish": Case(
        "SV: Pool",
        f"{NEW}\n\nDen sön 6 sep. 2026 kl 10:00 skrev Ann <a@example.org>:\n\n{QUOTED}",
        NEW,
    ),
    "italian": Case(
        "R: Pool",
        f"{NEW}\n\nIl giorno dom 6 set 2026 alle 10:00 Ann\n<a@example.org> ha scritto:\n\n"
        f"{QUOTED}",
        NEW,
    ),
    "polish": Case("Odp: Pool", f"{NEW}\n\nW dniu 6.09.2026 o 10:00, Ann pisze:\n{QUOTED}", NEW),
    "outlook spanish": Case(
        "RE: Pool",
        f"{NEW}\n\nDe: Ann <a@example.org>\nEnviado el: domingo, 6 de septiembre de 2026 10:00\n"
        f"Para: Desk <d@example.org>\nAsunto: Pool\n\n{OLD}",
        NEW,
    ),
    "outlook in stars": Case(
        "RE: Pool",
        f"{NEW}\n\n*From:* Ann <a@example.org>\n*Sent:* {_SENT}\n*To:* Desk\n*Subject:* RE: "
        f"Pool\n\n{OLD}",
        NEW,
    ),
    "outlook chinese": Case(
        "答复: Pool",
        f"{NEW}\n\n发件人: Ann <a@example.org>\n发送时间: 2026年9月6日 10:00\n"
        f"收件人: Desk\n主题: Pool\n\n{OLD}",
        NEW,
    ),
    "a signature between": Case(
        "Re: Pool",
        f"{NEW}\n\n-- \nIda Berg\nHarbour Post\n\nOn 6 Sep 2026 10:00, Ann <a@example.org> "
        f"wrote:\n{QUOTED}",
        NEW,
    ),
}
FORWARDS |= {
    "russian": Case(
        "Fwd: Library opens",
        "-------- Пересылаемое сообщение --------\nОт: De Gazette <g@example.com>\n"
        f"Дата: 2 сентября 2026 г., 07:00\nТема: Library opens\nКому: d@example.org\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "spanish": Case(
        "RV: Library opens",
        "De: De Gazette <g@example.com>\nEnviado: miércoles, 2 de septiembre de 2026 7:00\n"
        f"Para: Desk <d@example.org>; Ann\n <a@example.org>\nAsunto: Library opens\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "another subject": Case(
        "Fwd: for the library",
        "---------- Forwarded message ---------\nFrom: <g@example.com>\nDate: Wed, Sep 2, "
        "2026 at 7:00 AM\n"
        f"Subject: Re: Library opens\nTo: Desk <d@example.org>\n\n{OLD}\n\n-- \nDe Gazette",
        OLD,
        "2026-09-02",
        "g@example.com",
        "Library opens",
    ),
    "signed above": Case(
        "FW: Library opens",
        "Regards\n-- \nIda\n\n-----Original Message-----\nFrom: De Gazette\nSent: Wednesday, "
        "September 2, "
        f"2026 7:00 AM\nTo: Desk\nSubject: Library opens\n\n{OLD}",
        OLD,
        "2026-09-02",
        "De Gazette",
        "Library opens",
    ),
    "nothing but a reply's quotation": Case(
        "RE: Pool",
        f"From: De Gazette <g@example.com>\nSent: {_SENT}\nTo: Desk\nSubject: Pool\n\n{OLD}",
        OLD,
        "2026-09-06",
        "De Gazette",
        "Pool",
    ),
}
PLAIN |= {
    "invitation": Case(
        "Pool",
        f"What: pool\nWhen: 3 October 2026 10:00\nWho: Ann <a@example.org>\n\n{NEW}",
        f"What: pool\nWhen: 3 October 2026 10:00\nWho: Ann <a@example.org>\n\n{NEW}",
    ),
    "quotation in an article": Case(
        "Pool",
        f"The letter says:\n> It is shut.\n\n{NEW}",
        f"The letter says:\n> It is shut.\n\n{NEW}",
    ),
    "signed": Case("Pool", f"{NEW}\n-- \nIda Berg, 12:00", NEW),
    "programme": Case("Tonight", f"Tonight at 20:00:\n\n{NEW}", f"Tonight at 20:00:\n\n{NEW}"),
    "contact": Case(
        "Pool",
        f"{NEW}\n\nAsk ida@example.org before 12:00.\n\n{OLD}",
        f"{NEW}\n\nAsk ida@example.org before 12:00.\n\n{OLD}",
    ),
}
