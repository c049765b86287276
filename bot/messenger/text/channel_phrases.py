"""The lines about channels and groups whose posts are added; see `phrases`."""

WATCH_WHICH = (
    "Which channel or group? Make me an administrator there, then send /watch and its @name. If it "
    "has none, forward me one of its posts and reply to that with /watch."
)
NO_SUCH_CHAT = (
    "I find no channel or group {name}. Check the name, and make me an administrator there first."
)
SEES_NOTHING = "I do not see the posts of {title}: make me an administrator there, then try again."
NOW_WATCHED = (
    "From now on I add the posts of {title} to the library, and say nothing there. Earlier posts: "
    "forward them to me, many at a time."
)
NOW_WATCHED_GROUP = (
    "From now on I add what is written in {title} to the library, where all who may ask me can "
    "find it. /unwatch ends that."
)
WATCHED_ALREADY = "{title} is watched already."
WATCH_OFFER = "I see the posts of {title} now. Shall I add them to the library as they come?"
WATCH_ASKED = "Someone posted /watch in {title}. Shall I add its posts to the library?"
WATCH_BUTTON = "Watch it"
WATCHED_HEAD = "Watched"
NONE_WATCHED = "No channel or group is watched. /watch begins."
ASK_IN_PRIVATE = "Please ask me that in our private chat."
COUNT_POSTS = "Posts added: {count:,}"
LATEST_POST = "the latest of {day}"
NOT_IN_IT = "I do not see its posts any more."
UNWATCHED = "{title} is not watched any more. What was added stays in the library."
UNWATCH_WHICH = (
    "Which one? Send /unwatch and the @name or number of a watched channel or group, or the link "
    "of one post to take out. /watched lists them."
)
CHANNEL_LOST = (
    "I do not see the posts of {title} any more: I was removed, or am no administrator now. What "
    "was added stays. When I am an administrator again, I go on."
)
LEFT_OUT = "there is nothing to read in it."
PASSED_ON = "{count:,} posts read"
COUNT_LEFT = "{count:,} left out: too short, or without text"
