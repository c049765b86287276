"""What a sentence says is so, is not so, or leaves open; in our own words."""

from every_case import over

from bot.language.assertions import assertions, truth_of
from bot.language.words import stem

SAID = [
    ("The mill closed in May.", "close", "so"),
    ("The mill did not close.", "close", "not so"),
    ("The mill never closed, its owner said.", "close", "not so"),
    ("No mill closed.", "close", "not so"),
    ("Neither mill closed.", "close", "not so"),
    ("The owner refused to close the mill.", "close", "not so"),
    ("The owner was unable to close the mill.", "close", "not so"),
    ("The owner left without closing the mill.", "close", "not so"),
    ("The owner has yet to close the mill.", "close", "not so"),
    ("The council voted not to close the mill.", "close", "not so"),
    ("The owner denied that he had closed the mill.", "close", "denied"),
    ("The owner rejected claims that he had closed the mill.", "close", "denied"),
    ("The owner denied having closed the mill.", "close", "denied"),
    ("The owner said that he had closed the mill.", "close", "so"),
    ("The owner did not say that he had closed the mill.", "close", "open"),
    ("The owner may close the mill.", "close", "open"),
    ("The owner wants to close the mill.", "close", "open"),
    ("Neighbours asked the owner to close the mill.", "close", "open"),
    ("If the river rises the owner closes the mill.", "close", "open"),
    ("The mill was said to have closed.", "close", "claimed"),
    ("Neighbours believe that the mill has closed.", "close", "claimed"),
    ("The bridge did not open until Friday.", "open", "open"),
    ("The plane almost crashed.", "crash", "open"),
    ("The mill is not bankrupt but sound.", "bankrupt", "not so"),
    ("The mill is not bankrupt but sound.", "sound", "so"),
    ("Ola Rind was found not guilty of theft.", "guilty", "not so"),
    ("Ola Rind was found guilty of theft.", "guilty", "so"),
    ("Ola Rind was not arrested or charged.", "charge", "not so"),
    ("Ola Rind neither apologised nor resigned.", "resign", "not so"),
    ("Ola Rind neither apologised nor resigned.", "apologise", "not so"),
    ("Ola Rind was suspended, but not dismissed.", "dismiss", "not so"),
    ("Ola Rind was acquitted of bribery.", "convict", "not so"),
    ("Ola Rind was not acquitted.", "convict", "open"),
    ("Ola Rind was sacked.", "dismiss", "so"),
    ("The minister ruled out a rescue.", "rescue", "not so"),
]


@over(SAID)
def test_a_sentence_says_what_is_so_what_is_not_and_what_is_open(
    sentence: str, deed: str, truth: str
) -> None:
    said = [truth_of(stem(deed), clause) for clause in assertions(sentence)]
    assert [each for each in said if each] == [truth]


@over(
    [
        ("The yard sued the town.", "sue", "The yard", "the town"),
        ("The town was sued by the yard.", "sue", "the yard", "The town"),
        ("The yard, which sued the town, closed.", "sue", "The yard", "the town"),
        ("The yard met the mayor and sued the town.", "sue", "The yard", "the town"),
        ("The yard wants to sue the town.", "sue", "The yard", "the town"),
        ("The clerk of Judge Aas sued the town.", "sue", "The clerk of Judge Aas", "the town"),
        ("The bridge closed.", "close", "", "The bridge"),
        ("The bridge is closed.", "close", "", "The bridge"),
        ("Sund Air did not sue the town, but Fjell Air did.", "sue", "Fjell Air", "the town"),
    ],
)
def test_who_does_it_and_to_whom_is_told_apart(
    sentence: str, deed: str, doer: str, undergoer: str
) -> None:
    clause = [each for each in assertions(sentence) if each.deed == stem(deed)][-1]
    assert (clause.doers[0].text if clause.doers else "") == doer
    assert (clause.undergoers[0].text if clause.undergoers else "") == undergoer
