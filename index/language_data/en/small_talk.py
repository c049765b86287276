"""Small talk: what people say to a bot without asking anything; phrases in lower case.

`bot.messenger.incoming.small_talk` reads them.
"""

SMALL_TALK = {
    "stops": """
    stop | stop it | stop that | stop this | cancel | cancel it | cancel that | cancel this |
    abort | shut up
    """,
    "help": """
    help | help me | i need help | can you help me | what can you do
    """,
    "complaints": """
    wrong | not true | a lie | lies | liar | you lie | you are lying | you're lying | false |
    incorrect | nonsense | bullshit | rubbish | garbage | stupid | idiot | you idiot | moron |
    stupid bot | you stupid bot | bad bot | useless | worthless | terrible | awful | fuck |
    fuck you | fuck off | wtf | what the fuck | what the hell | damn | damn it | you suck |
    i hate you | this sucks | bad answer | wrong answer | not what i asked | not correct |
    not right
    """,
    "thanks": """
    thanks | thank you | thank u | thx | ty | tysm | cheers | much appreciated | appreciated |
    appreciate it | i appreciate it | no thanks | no thank you | thank you kindly | tnx | thnx |
    thanx | tyvm | bless you | you rock | you're the best | you are the best | kudos |
    i appreciate that | thanks heaps
    """,
    "greetings": """
    hello | hi | hey | hiya | hello there | hi there | hey there | greetings | howdy |
    good morning | good afternoon | good evening | good day | how are you | how are you doing |
    how do you do | what's up | whats up | sup | nice to meet you | are you there |
    anybody there | anyone there | yo | heya | morning | evening | good to see you |
    pleased to meet you | how's it going | how is it going | long time no see | welcome back
    """,
    "farewells": """
    bye | bye bye | goodbye | good bye | see you | see ya | see you later | see you soon | cya |
    good night | have a nice day | have a good day | have a good one | take care |
    until next time | talk to you later | talk later | ttyl | see you tomorrow |
    have a great day | have a nice evening | have a good evening | have a nice weekend |
    have a good weekend | have a great weekend | have a good night | so long |
    catch you later | gotta go
    """,
    "assent": """
    ok | okay | okey | okie | k | kk | fine | great | good | cool | nice | perfect | excellent |
    awesome | super | amazing | wonderful | brilliant | lovely | wow | well done | good job |
    good bot | nice one | sure | yes | yeah | yep | yup | right | all right | alright | got it |
    i see | understood | i understand | makes sense | good to know | interesting |
    very interesting | that's all | that is all | that's it | that helps | that helped |
    that was helpful | very helpful | helpful | no problem | never mind | nevermind |
    no worries | you're welcome | lol | haha | hahaha | ha ha | hmm | hm | oh | ah | aha |
    sorry | oops | sounds good | not bad | agreed | exactly | indeed | true | good answer |
    great answer | nice answer | no | nope | nah | love it | love that | i like it |
    good stuff | no more questions | no further questions | nothing else | that will be all |
    that'll be all | that's enough | that is enough | sounds great | will do | fair enough |
    good one | good point | good work | great work | great job | nice work | you're right |
    you are right | of course | certainly | absolutely | definitely | ooh | aah | ahh | ohh |
    huh | phew | yay | hooray | bravo | impressive | fantastic | marvellous | superb |
    fabulous | beautiful | clear | all clear | noted | roger | gotcha | done | useful |
    very useful | that's useful | neat | sweet | correct | that's correct | fun | funny |
    my bad | apologies | excuse me | pardon | lmao | rofl | hehe | i don't care | whatever |
    not now | maybe later | let me think | forget it
    """,
    "fillers": """
    a lot | very much | so much | so | very | really | again | all | everyone | everybody |
    bot | byline | there | for that | for this | for the answer | for your answer |
    for the help | for your help | for the info | for now | a million | a bunch | many |
    my friend | friend | dear | sir | and | then | just | that's | that is | that was | it's |
    it is | today | mate | man | guys | folks | too | please | well | this is | you are |
    you're | this was | pretty | quite | ever | always | answer | to you | soon | i needed
    """,
    "reasons": """
    for | in advance | to you | from the bottom of my heart
    """,
}
"""Kind -> its phrases, with "|" between.

Fillers may stand beside the others, not alone. Behind thanks and a reason some words may follow.
"""
