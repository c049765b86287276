"""The lines about followed topics and briefings; see `phrases`."""

FOLLOW = "🔔 Follow"
FOLLOW_WHAT = "Send /follow and a topic, such as: /follow Istanbul talks"
FOLLOWED = (
    "You follow “{topic}”. You get a message here when a new article says something new about it, "
    "at most {most} a day."
)
TOO_MANY_TOPICS = "This chat follows {most} topics already. Let one go: /following lists them."
FOLLOWING = "Followed here"
FOLLOWS_NOTHING = "Nothing is followed here yet. Send /follow and a topic."
TOLD_AT_MOST = "At most {most} messages a day."
UNFOLLOWED = "No more news on “{topic}”."
UNFOLLOW_WHICH = (
    "Send /unfollow and the words or the number of a topic, or /unfollow all. "
    "/following lists them."
)
NOT_FOLLOWED = "That is not followed here any more."
READ_ON = "📖 Read"
LET_GO = "🔕 Unfollow"
QUIET_HOURS = "Quiet hours: {hours} ({zone}); /quiet changes them."
NO_QUIET_HOURS = "News is sent at any hour ({zone}); /quiet changes that."
QUIET_HOW = (
    "Send /quiet, the hours and your time zone, such as: /quiet 22-7 Europe/Berlin, or /quiet off"
)
ZONE_OF_MACHINE = "time of the bot's machine"
NO_SUCH_ZONE = (
    "There is no time zone “{zone}”. Name one by its city, such as Europe/Berlin or "
    "America/New_York."
)
BRIEFING_HEAD = "News of {day}"
BRIEFING_SET = "Each day at {time} ({zone}) the news goes to {chat}. {end} ends that."
BRIEFING_OFF = "No more briefings go to {chat}."
BRIEFING_HOW = (
    "Send /briefing, a time and your time zone, such as: /briefing 8:00 Europe/Berlin, or "
    "/briefing off"
)
THIS_CHAT = "this chat"
NO_NEWS = "No news since yesterday."
OUTLETS = "{count} outlets"
CHANNEL_REFUSED = (
    "I cannot post to {chat}. Make me an administrator of the channel who may post, and send this "
    "again."
)
