"""What cleaning removes and what it must keep."""

from every_case import over

from index.cleaning.cleaner import Cleaned, clean, fallback_title, shortened

# A scrape in the form sites really leave behind, in our own words.
SCRAPE = (
    " date 2024-03-09 Your support keeps our journalism open to all Read more Support Now "
    "From the harbour to the high moors, The Harbour Post is on the ground when it matters. "
    "Your donation pays for reporters on the ground and keeps our coverage free of paywalls. "
    "The Harbour Post is trusted by readers on both sides of the river. "
    "A small gift makes the difference. Read more\n"
    "\n"
    "The ferry to Lower Island will run again from Monday, the port authority said.\n"
    "\n"
    "open image in gallery The ferry Marianne at its berth on Thursday ( PA )\n"
    "\n"
    "It had been out of service since a storm tore off a ramp on 2 February. “We have missed "
    "the mainland,” said the island's baker.\n"
    "\n"
    "Repairs cost 1.4 million crowns, twice the first estimate.2\n"
)


def test_a_scraped_article_comes_out_without_appeal_and_captions() -> None:
    cleaned = clean(SCRAPE)
    assert cleaned.text == (
        "The ferry to Lower Island will run again from Monday, the port authority said.\n\n"
        "It had been out of service since a storm tore off a ramp on 2 February. “We have missed "
        "the mainland,” said the island's baker.\n\n"
        "Repairs cost 1.4 million crowns, twice the first estimate."
    )
    assert len(cleaned.dropped) == 2


def test_the_appeal_gives_away_the_outlet() -> None:
    assert clean(SCRAPE).outlet == "The Harbour Post"
    assert clean("The Harbour Post is trusted by its readers, a study found.").outlet == ""


@over(
    [
        "Advertisement",
        "ADVERTISEMENT:",
        "Story Continued Below",
        "Read more",
        "Share this article Share Tweet Post Email",
        "* * *",
        "7 years ago",
        "Updated at 6:20 p.m. ET",
        "Sign up for the Morning Tide newsletter",
        "Get the stories you care about delivered to your inbox. By signing up, you agree to our "
        "Privacy Policy",
        "Want more like this in your inbox every day? Sign up here.",
        "Copyright © 2019 The Harbour Post, LLC. Click here for reprint permission.",
        "© 2021 Northern Wire",
        "The opinions expressed by columnists are their own.",
        "RELATED: Ten lighthouses to see before winter",
        "More:What the council decided on parking",
        "Harbour mayor resigns after audit Read more",
        "Follow Ida Berg on Twitter @idaberg.",
        "( The Post's ferry timetable)",
        "[A reader responds: The ferry was never late]",
        "This column originally appeared in The Harbour Post.",
        "Ida Berg writes on harbours. The opinions expressed in this column are her own.",
        "CLICK HERE TO GET THE HARBOUR POST APP",
        "PORT STRIKE ENTERS THIRD WEEK AS TALKS COLLAPSE",
        "Image copyright Getty Images Image caption The old pier at dawn",
        "Enlarge this image toggle caption Ida Berg/Northern Wire",
        "The old pier, seen from the fish market on Friday. (Ida Berg/Reuters)",
        "A gull rests on a mooring post. Ida Berg/AFP via Getty Images",
        "FILE PHOTO: The mayor leaves the town hall, 3 May 2019. REUTERS/Ida Berg",
        "Читайте также:",
        # captions
        "The old pier in March. (Northern Wire file photo: Ida Berg)",
        "The old pier in March. (Photo: Wikimedia Commons (Ida Berg)) More",
        "The ferry under repair. (Ida Berg via Flickr)",
        "Ida Berg via YouTube",
        "Text messages between the pilots Harbour Committee / Via harbour.example",
        "Gulls on the quay [Ida Berg/Northern Wire]",
        "A painting of the quay [Courtesy of Ida Berg]",
        "The mayor opens the lock, May 2019. IDA BERG / REUTERS",
        "The mayor opens the lock. Ida Berg/HarbourStar",
        "The mayor opens the lock. Ida Berg for The Harbour Post",
        "The mayor opens the lock. Photo: Ida Berg",
        "The mayor opens the lock. Video provided by Northern Wire",
        "The vote on the pier is close. | AP Photos Mayor faces a close vote",
        "The vote is close. | Ida Berg/AP Photo Elections Mayor fights on She has no majority.",
        "Ida Berg/Reuters The lock keeper waits for a ship on Friday.",
        "The mayor. (Photo: Ida Berg, Getty Images) Story Highlights The pier is closed",
        "The first pier. Hide Caption 3 of 9 Photos: Piers The second pier. Hide Caption 4 of 9",
        "Facebook Twitter Pinterest The lock in winter. Photograph: Ida Berg",
        "Graphic by The Harbour Post. Photos by Ida Berg and Getty Images Plus.",
        "Map: where the ferry sails",
        "The mayor opens the lock. (Dec. 5) AP",
        "The mayor opens the lock. (June 12)",
        "The mayor opens the lock. Harbour Evening Journal",
        "A gull on a mooring post. Getty",
        "A gull on a mooring post. Ida Berg / AFP - Getty Images",
        "The lock in the fog Action Images via Reuters/Ida Berg",
        "The lock, drawn by a child. (Image source: Harbour Museum)",
        "The lock keeper at home. (Ida Berg for Northern Wire)",
        "The lock keeper at home. (Ida Berg, special to The Harbour Post)",
        "The lock keeper in his garden. (Ida Berg)",
        "The town hall of Lower Island (Wikimedia)",
        "Gulls above the lock (Reuters: Ida Berg)",
        "(Chart courtesy of the Harbour Museum.)",
        "harbourgull/Twitter",
        "via Northern Wire",
        "At a glance: ferries in March (Source: Port Authority) More",
        "Ida Berg/Staff The lock keeper waits for a ship.",
        "Ida Berg/The Harbour Evening Post A ship waits for the lock keeper.",
        "AP/File The lock keeper in 1954.",
        "IDA BERG / AFP) (Photo by IDA BERG/AFP via Getty Images The lock at dawn.",
        "Data: Port Authority; Chart: Ida Berg/Northern Wire",
        "Mayor Ida Berg, left, listens as the lock keeper talks.",
        "The lock keeper (right) shakes hands with the mayor.",
        "Mayor Ida Berg speaks during the opening of the lock at Lower Island on May 3, 2019.",
        "Children wave from the quay. 1 of 30 Advertisement",
        "CLOSE The mayor opens the lock and waves. Newsreel",
        # links
        "Play Video 1:44 Mayor opens the lock – video",
        "From the harbour: how a lock works Listen · 5:59 5:59",
        "Full Coverage: The pier",
        "More on the Harbour vote",
        "More On This... Mayor opens the lock",
        "Related Ten reasons to take the ferry",
        "Go deeper: Why piers rot",
        "STORY:Lower Island, U.S. agree on a ferry",
        "Mayor vs. council:Who will pay for the pier now",
        "The lock in ten pictures >>>",
        "My pier was closed. When will it open? | Ida Berg Read more",
        "News on the pier every week Subscribe today",
        "Download the port's full report here.",
        "(A full list of the closed piers is available here.)",
        "(Graphic: Ferries and their delays, here)",
        "(For a graphic on ferries, click example.org/ferries)",
        "To read more about the pier, click here.",
        "There's much more about the pier over at The Harbour Blog.",
        "Find out who pays for the pier and who may have to.",
        "Harbour TV YouTube",
        "Watch as the mayor opens the lock on Friday",
        "Listen to our talk with the mayor at the link above.",
        "Online: https://harbour.example/poll",
        "Find all our polls at https://harbour.example/polls",
        "Ida Berg on Twitter @idaberg",
        "Send tips to news@harbour.example.",
        "Let us know what you think at news@harbour.example.",
        "Join us on Twitter",
        "Stay tuned for more from the harbour.",
        "Share Your Thoughts Should the pier be free? Join the conversation below.",
        "Is the mayor right? Vote Here",
        "(h/t Northern Wire)",
        "Who is to pay?:All that is known of the new lock",
        "Highlights:From the first lock to the last: The harbour in ten pictures",
        "Lock 2020:7 mistakes that skippers make",
        "Now read: Why piers rot",
        "FRIDAY UPDATE: Mayor hands over the keys of the lock",
        "LOCK KEEPER'S ANSWER: Ida Berg says: 'Not by me' will it be opened",
        "READ Mayor Opens the Lock",
        "More on closed piers",
        "More harbour stories you may like:",
        "Also on the Harbour Ticker blog",
        "All on the ferry strike Related Stories",
        "Who Sails the Ferry? Listen Read A Transcript (PDF)",
        "The lock keeper and his dog (Video)",
        "The Harbour Post has more coverage here.",
        "(Link to the comparison: tmsnrt.rs/2Abcdef",
        "www.youtube.com",
        "For more of our harbour news, subscribe to the Morning Tide or listen below.",
        "Editor's note: For more on the pier, see this story.",
        "Get real-time updates as this story unfolds.",
        "Get Harbour TV on your cable system",
        "Tune into Harbour TV at noon every weekday for the latest on the strike.",
        "Watch Harbour TV at 6 p.m. for our talk with the mayor.",
        "PROGRAMMING ALERT: Ida Berg talks to the mayor tonight.",
        "Thanks for watching! Visit Website",
        "Presented to you by 12Ferries.",
        "Do you sail? Join our Facebook community for more.",
        "Post comments below, or write to us.",
        "Follow on Twitter: Follow @harbourpost",
        "You can follow Harbour Post on Twitter, where all our stories are.",
        "Missed it? Subscribers can see it again. Not one yet? Sign up for a FREE trial here.",
        # notices
        "This story was updated at 6:25 p.m.",
        "Updated Feb. 18 at 9 a.m. ET",
        "(Most recent update: 7 p.m. ET.)",
        "This story has been updated with additional reporting.",
        "This is a breaking news story and will be updated.",
        "Editor's note: This article has been updated with new details throughout.",
        "This story has been updated to reflect additional developments.",
        "Saturday, 9 March 2024 05:42 PM",
        "Ida Berg sails. The views expressed are her own.",
        "Views expressed in this article are the opinions of its author.",
        "This is an opinion column. The thoughts expressed are those of the author.",
        "This appears in the March issue of The Harbour Magazine. Subscribe here.",
        "Editor's note: This article originally appeared in The Harbour Post.",
        "Excerpted from “The Lock” by Ida Berg. Copyright Lower Island Press. All rights reserved.",
        "This video was produced in collaboration with Northern Wire.",
        "As a public service, all our coverage of the flood is free.",
        "This is by our editors. Please submit your letter through our form.",
        "Are you affected by the flood? Share your story by emailing us at news@harbour.example.",
        "If you have a claim you would like us to check, please send us an email.",
        "This article was published in partnership with Northern Wire.",
        "The Post's editorial opinions are decided by its board, apart from the newsroom.",
        "Editor's note: As a public service, all our coverage of the flood is free.",
        "For our latest coverage of the flood, register for our letter.",
        "Read More The Pier That Never Opened Our reporters found that it was never built.",
        # appeals
        "Support Local Journalism The Post is reader supported: Chip in to help us write.",
        "If you enjoyed this article, we have a proposition: Join PostPlus. Members get our "
        "journalism without paywalls. Learn more",
        # a headline that is link and title in one
        "Harbour Mayor Opens The Lock At Last Mayor Opens The Lock At Last",
        '[gallery ids="1,2,3"]',
    ]
)
def test_a_line_that_is_not_the_article_is_removed(line: str) -> None:
    cleaned = clean(f"The pier was closed.\n\n{line}\n\nIt opened again in May.")
    assert cleaned.text == "The pier was closed.\n\nIt opened again in May."
    assert cleaned.dropped == (line,)


@over(
    [
        "The mayor said she would sign up for the newsletter once it was free.",
        "“Your help makes all the difference,” the coach told the crowd.",
        "The charity asked for donations; it has raised 300 crowns so far.",
        "He wrote an email to Reuters.",
        "The poll was taken by Reuters/Ipsos and published on Tuesday.",
        "Copyright law was changed in 2019, and advertisement rates fell.",
        "Also: three people were hurt on the quay, the police said.",
        "Read the letter, she said, before you sign it.",
        "Image is everything.",
        "Follow the money, the auditor said.",
        "[He laughs.]",
        "| LIN | LOWER ISLAND NAVIGATION INC. | 113.40 | -1.62 |",
        "(The mayor was not there.)",
        "This column first stood at the harbour gate.",
        "STRIKE",
        "A NEW ERA",
        "What we know",
        "2,340,118",
        "Ебола вернулась",
        "“I was there.”",
        "The mayor said he would vote no. (Reuters)",
        "The ferry is run by the Lower Island Port Authority (ePA)",
        "Taxes fell, the council claims. [Northern Wire, 3/9/24]",
        "The minister should be careful about taking credit: if it fails, he will be blamed.",
        "Mayor wins prize as Ida Berg for Lower Island steps down",
        "Policy via Twitter",
        "The mayor told reporters to watch the video below, and they did.",
        "Here is the whole speech of the mayor:",
        "Watch the speech that ended the strike:",
        "The port's site is https://harbour.example/port",
        "news@harbour.example",
        "Have you seen the pier? Nobody has, for years.",
        "He asked: Are you hurt?",
        "The ferry was updated in 2019 with two new engines.",
        "I'm gonna get him. I'm gonna get him. I'm gonna get him.",
        "Related costs rose by a tenth last year.",
        "More on that later.",
        "Photo identification is asked for at the gate.",
        "[YouTube] stopped the film and now she has no income.",
        "FLOOD: WHAT WE KNOW",
        "The council, left without a mayor, listens to nobody.",
        "The mayor arrives on Lower Island on May 3, 2019, and means to stay for a week.",
        "The mayor waves on May 3, 2019: so the picture's caption, and it was said to be false.",
        "The ferry sailed on May 3, 2019.",
        "The Ida Berg/Ole Lund ticket won the vote.",
        "The Harbour Post/Northern Wire poll asked 900 people.",
        "Lower Island:14,790",
        "BERG: The lock is open and it stays so",
        "CURRENT JOB: Mayor of Lower Island",
        "LOWER ISLAND: The lock was opened on Friday.",
        "11:45 a.m. Lower Island closes its only school",
        "More on the law of the sea:",
        "He asked:Who is to pay for the lock.",
        "Watch the harbour at 6 a.m. and you see gulls, he said.",
        "More rules for skippers",
        "More on that: nothing.",
        "Online shops suffered.",
        "Previous rank: 3",
        "The update was welcome, and more is to come.",
        "Update at 2:38 p.m. The lock is open:",
        "This story has been updated with the mayor's answer to the port authority.",
        "Thank you for watching, he told the crowd.",
        "Northern Wire contributed to this report.",
        "Tune in to any radio station in Varde and you hear the same horn.",
        "The court said the views expressed here are protected speech.",
        "Doors open at 19:30 in the town hall of Varde",
        "Alert level raised at 03:45 due to a drone over the harbour",
    ]
)
def test_a_line_of_the_article_stays(line: str) -> None:
    cleaned = clean(f"The pier was closed.\n\n{line}\n\nIt opened again in May.")
    assert cleaned.text == f"The pier was closed.\n\n{line}\n\nIt opened again in May."
    assert cleaned.dropped == ()


@over(
    [
        (
            "It rained. Advertisement The match went on.",
            "It rained. The match went on.",
        ),
        ("It rained all day. Read more", "It rained all day."),
        (
            "The council ( PHOTOS: Ten fine lighthouses) met again.",
            "The council met again.",
        ),
        (
            "Mayor Ida Berg Ida Marie BergHarbour mayor resigns Council meets again MORE (Ind.) "
            "declined to comment.",
            "Mayor Ida Berg (Ind.) declined to comment.",
        ),
        ("It ended. © 2019 Northern Wire", "It ended."),
        ("It ended. Copyright © 2019 harbour.example", "It ended."),
        (
            "Mayor Ida BergIda BergHarbour mayor resigns Council meets MORE declined to comment.",
            "Mayor Ida Berg declined to comment.",
        ),
        (
            "Mayor Ida Berg Ida Marie Berg Harbour mayor resigns again MORE declined to comment.",
            "Mayor Ida Berg declined to comment.",
        ),
        ('poster="https://harbour.example/1.jpg?id=2" The lock opened.', "The lock opened."),
        ("The pier is closed.Related Stories:", "The pier is closed."),
    ]
)
def test_labels_inside_a_paragraph_are_removed_and_the_rest_is_kept(joined: str, left: str) -> None:
    assert clean(joined).text == left


def test_an_article_that_shares_its_paragraph_with_an_appeal_is_kept() -> None:
    news = (
        "The ferry to Lower Island will run again from Monday, the port authority wrote on Friday, "
        "five weeks after a storm tore off the ramp at the northern end of the quay."
    )
    appeal = (
        "Your donation pays for reporters on the ground. We believe in quality journalism. "
        "Sign up to our newsletter. Support us. Read more"
    )
    assert clean(f"{appeal} {news}").text == news


def test_links_below_a_label_go_until_a_sentence_comes() -> None:
    text = "It rained.\n\nAlso see:\n\nTen fine lighthouses\n\nWhy gulls shout\n\nThe sun came out."
    assert clean(text).text == "It rained.\n\nThe sun came out."


def test_addresses_below_the_label_online_go() -> None:
    text = "It rained.\n\nOnline:\n\nPort Authority: https://harbour.example/\n\nThe sun came out."
    assert clean(text).text == "It rained.\n\nThe sun came out."


def test_wrapped_lines_become_one_paragraph_and_long_ones_stay_apart() -> None:
    assert clean("The pier was\nclosed on\nMonday.").text == "The pier was closed on Monday."
    long = "The pier was closed on Monday because of a storm that came in from the north-east. " * 2
    assert clean(f"{long}\n{long}").text == f"{long.strip()}\n\n{long.strip()}"


def test_a_line_of_a_wrapped_sentence_is_no_link_whatever_it_begins_with() -> None:
    text = """The council met at 10:30 on Friday in the town hall and said that people can
watch the work from the bridge that was built by the railway below and
find out what happened to the old school
the town had sold in 2024."""
    assert clean(text) == Cleaned(text.replace("\n", " "), ())
    assert clean("The pier was closed.\nread more").text == "The pier was closed."
    for below in ("pic.twitter.com/abc", "iPhone sales rose in May."):
        assert not clean(f"Read more: Ten dead in Lom\n{below}").text.startswith("Read more")


def test_control_and_direction_characters_never_get_through() -> None:
    assert clean("A\x00B\u202eC\ud800D \u200bE\r\n\r\nF").text == "ABCD E\n\nF"


def test_a_title_is_made_from_the_first_sentence_and_cut_at_a_word() -> None:
    assert fallback_title("Mr. Berg left. He was tired.\n\nMore.") == "Mr. Berg left."
    title = fallback_title("The harbour " + "and the pier " * 20)
    assert len(title) <= 100
    assert title.endswith(("pier…", "the…", "and…"))
    assert fallback_title("") == ""
    assert shortened("unbreakable" * 20, 20) == "unbreakableunbreaka…"
