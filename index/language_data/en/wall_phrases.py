"""What stands on a page in place of its article: calls to subscribe, consent, checks, "not found".

`index.cleaning.wall_texts` reads them. Phrases in lower case, with "|" between; "…" stands for a
few words.
"""

WALLS = {
    "subscription": """
    to read on. | in the first month | for the first month | subscribe to read |
    subscribe to continue | subscribe to keep reading | subscribe now to read |
    subscribe for unlimited access | subscribe for full access | subscribe to unlock |
    subscriber to read | continue reading with a | to continue reading, | to keep reading, |
    to read this article, | to read the full | to read the rest of | keep reading with |
    continue reading your article | log in to continue | log in to read | sign in to continue |
    sign in to read | log in or subscribe | sign in or subscribe | log in or register |
    sign in or create | register to continue | register to read | register for free to |
    create a free account | create an account to | already a subscriber | already subscribed |
    already a member | already have an account | already registered | not a subscriber |
    for subscribers only | only for subscribers | subscribers only | subscriber-only |
    exclusive to subscribers | exclusively for subscribers | available to subscribers |
    available only to subscribers | reserved for subscribers | is for subscribers |
    is for members only | exclusive to members | for paying members | this post is for |
    become a subscriber | become a member to | limit of free articles | free articles left |
    free articles remaining | last free article | reached your limit |
    reached your article limit | reached the limit of | read your … free articles |
    used up your … free | free article this month | free articles this month | unlimited access |
    unlimited digital access | choose a plan | choose your plan | choose your subscription |
    choose a subscription | pick a plan | cancel anytime | cancel any time | cancel at any time |
    start your free trial | start your trial | billed monthly | billed annually | then … a month |
    unlock this article | unlock this story | unlock the full | get full access |
    get unlimited access | premium content | premium article | this is a premium |
    support … journalism … subscribing | subscribe today | a subscription to | subscribe from |
    your subscription | log in to your account | sign in to your account | forgot your password |
    forgot password | remember me | enter your password | sign up to read | join to read |
    your free trial | already subscribe to us | thank you for reading … free |
    you need to be logged in | you must be logged in | you need an account | please log in |
    please sign in
    """,
    "consent": """
    we value your privacy | your privacy matters | your privacy is important to us |
    we care about your privacy | your privacy choices | before you continue to |
    privacy preference | manage your privacy | manage cookie | manage your cookie |
    cookie settings | cookie preferences | cookie consent | accept all cookies | accept cookies |
    reject all cookies | reject all | accept all | we use cookies | uses cookies |
    use of cookies | by clicking accept | by clicking “accept | by clicking "accept |
    by clicking agree | by clicking “i agree | legitimate interest | change your preferences |
    withdraw your consent | give your consent | manage your choices | more options to see |
    consent to our | consent to the use | necessary cookies | precise geolocation |
    personalised ads | personalized ads | personalised advertising | personalized advertising |
    measure audience engagement | measure the effectiveness of ads
    """,
    "robot": """
    verify you are human | verify you are a human | verify that you are human |
    verify that you are a human | verify that you are not | verify you are not a robot |
    confirm you are human | confirm that you are human | confirm you're not a robot |
    confirm that you are not a robot | prove you are human | prove that you are human |
    prove you're not a robot | proves you are … human | proves that you are human |
    are you a robot | are you human | i'm not a robot | i am not a robot | not a robot |
    checking your browser | checking if the site connection is secure |
    your browser will redirect | ray id: | captcha | ddos protection | security check |
    needs to review the security | unusual traffic | unusual activity from your |
    suspicious activity from your | automated requests | automated access | automated traffic |
    blocked by our security | access denied | access to this page has been denied |
    you have been blocked | you don't have permission | you do not have permission |
    please enable javascript | please enable cookies | enable javascript and cookies |
    javascript is disabled | javascript to run this app | requires javascript |
    please turn javascript on | supports javascript and cookies | turn off your ad | turn off ad |
    disable your ad | disable ad | using an ad blocker | using an ad-blocker |
    using an adblocker | ad blocker detected | adblock detected | pause your ad | allow ads on |
    whitelist our site | whitelist us | reload the page to continue | just a moment… |
    this process is automatic | up to … seconds | reference id | incident id | press and hold |
    press & hold | slide to verify | complete the action below | why have i been blocked |
    our systems have detected
    """,
    "missing": """
    page not found | page cannot be found | page can't be found | page could not be found |
    page couldn't be found | page was not found | page does not exist | page doesn't exist |
    page you requested | page you are looking for | page you're looking for |
    page you were looking for | page that you are looking for | page you tried to |
    page is no longer | page has been removed | page may have been | page has moved |
    page has been moved | no longer exists at | nothing was found at | nothing found |
    nothing here | can't find that page | cannot find that page | can't find the page |
    cannot find the page | couldn't find that page | couldn't find the page |
    could not find the page | could not find that page | can't seem to find |
    we couldn't find what | error 404 | 404 error | 404 not found | 404 - | 404: |
    article not found | story not found | article is no longer available |
    article has been removed | article you requested | story is no longer available |
    story has been removed | content is no longer available | content has been removed |
    no longer available | has expired | link is broken | link may be broken | broken link |
    outdated link | moved, deleted | moved or deleted | removed or deleted | deleted or moved |
    mistyped the address | typed the address | check the address | check the url |
    check the spelling | try a search | try searching | try our search | search our site |
    use the search | back to the home | back to the front page | go to the home | go to our home |
    return to the home | return to our home | visit our home | visit the home |
    go back to the previous
    """,
    "closed": """
    back online | check back soon | apologise for the inconvenience |
    apologize for the inconvenience | not available in your country |
    unavailable in your country | not available in your region | unavailable in your region |
    not available in your location | unavailable in your location | not available where you are |
    not available in the european | unavailable in the european | unavailable in most european |
    not available to visitors | unavailable for legal reasons | unavailable due to legal |
    for legal reasons access | european economic area | access cannot be granted |
    under maintenance | scheduled maintenance | down for maintenance | undergoing maintenance |
    maintenance mode | temporarily unavailable | temporarily down | currently unavailable |
    currently offline | be back soon | be right back | back shortly | try again later |
    please try again | try again in a few minutes | something went wrong | an error occurred |
    an error has occurred | service unavailable | technical difficulties |
    experiencing technical | internal server error | bad gateway | too many requests |
    confirm your age | verify your age | you must be 18 | are you over 18 | over 18 |
    account has been suspended | account suspended | domain is for sale | domain has expired |
    this site can't be reached
    """,
}
"""Kind of wall -> phrases of which such pages consist."""

TITLES = {
    "subscription": """
    subscribe | subscribe to read | subscribe to continue | subscription required | log in |
    login | sign in | sign up | register | continue reading | subscribers only | members only |
    premium | subscriber exclusive | create your account | become a subscriber
    """,
    "consent": """
    before you continue | we value your privacy | cookie consent | privacy settings | consent |
    cookie settings | your privacy choices | privacy | cookies | your privacy
    """,
    "robot": """
    just a moment | attention required | access denied | are you a robot | are you human |
    security check | security verification | captcha | human verification | robot check |
    checking your browser | please wait | one moment | one moment please | forbidden |
    verification required | pardon our interruption | blocked | bot verification | ddos-guard
    """,
    "missing": """
    page not found | not found | 404 | error 404 | 404 not found | 404 error | page unavailable |
    page not available | oops | sorry | page missing | article not found | no results found |
    nothing found | page no longer available
    """,
    "closed": """
    unavailable | access unavailable | maintenance | site maintenance | under maintenance |
    service unavailable | error | temporarily unavailable | 451 | unavailable for legal reasons |
    we'll be back soon | down for maintenance | something went wrong | age verification |
    internal server error | bad gateway | 500 | 503 | 502
    """,
}
"""Kind of wall -> whole titles of such pages."""

CONSENT = {
    "cookies": """
    cookie | cookies | similar technologies | unique identifiers | device identifiers
    """,
    "device": """
    your device | a device | device characteristics | geolocation | ip address | browsing data |
    browsing behaviour | browsing behavior
    """,
    "data": """
    personal data | personal information | process data | data processing | privacy policy |
    your privacy | your data | cookies and data
    """,
    "partners": """
    our partners | partners | vendors | third parties | third-party
    """,
    "choice": """
    consent | your choices | your preferences | accept | reject | object | opt out | opt-out |
    privacy settings | legitimate interest
    """,
    "ads": """
    personalised | personalized | advertising | ads | audience research | audience engagement |
    content measurement
    """,
}
"""Sign of a text that asks for consent -> its words; such a text has several signs."""

CONSENT_BUTTONS = """
accept | accept all | accept all cookies | accept cookies | accept and continue |
accept & continue | accept & close | accept and close | allow all | allow all cookies |
allow cookies | agree | i agree | agree and continue | agree & continue | agree and close |
i accept | i consent | consent | yes, i agree | got it | ok, got it | reject | reject all |
reject all cookies | decline | decline all | necessary only | only necessary |
continue without accepting | manage options | manage preferences | manage choices |
manage cookies | manage settings | more options | cookie settings | privacy settings |
save preferences | confirm my choices | customise | customize | do not consent | disagree |
understood
"""
