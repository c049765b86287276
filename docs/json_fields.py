"""Says what each field of the JSON object of an answer holds, for docs/reference/json.md."""

from bot.answering.confidence import STATED_FROM
from bot.answering.sentence_selection import share

MEANINGS = {
    "Answer.id": 'The `id` of the question\'s line in a batch; `""` for a single question.',
    "Answer.question": "The question as it was asked, on one line.",
    "Answer.standalone_question": "The question with what it leans on in the chat put before it, "
    "or as the language model put it so that it stands alone.",
    "Answer.outcome": "Whether the articles hold an answer.",
    "Answer.text": "The answer with [1] marks, or that the articles don't say.",
    "Answer.claims": "The sentences of the answer, each with its citations.",
    "Answer.citations": "The quoted sentences that the claims stand on, in the order of their "
    "numbers.",
    "Answer.nearest": "The articles that are near to a question that was not answered; else empty.",
    "Answer.evidence": "All sentences that were found for the question, the nearest to it first.",
    "Answer.support": "How strongly the articles state an answer, in log-odds. An answer is shown "
    f"from {STATED_FROM} on.",
    "Answer.timing": "Where the time went, and how many tokens were read and written.",
    "Answer.earlier": "What the question leans on in the chat: the beginning of "
    "`standalone_question`; empty when it stands alone.",
    "Answer.unanswered": "The parts of the question that the articles don't answer.",
    "Answer.confidence": "The same as a probability, 0 to 1. An answer is shown from "
    f"{share(STATED_FROM):.2f} on.",
    "Answer.witnesses": "What the confidence is made of; null where no model was asked.",
    "Answer.beyond": "Of what days asked about no article is, where no answer was found; null "
    "where that is not known.",
    "Beyond.after": "The day of the newest article, where a later one is asked about.",
    "Beyond.year": "The year asked about, where no article is of it.",
    "Witnesses.odds": "How surely the language model says that the sentences state an answer, in "
    "log-odds.",
    "Witnesses.likeness": "Likeness of the question and the cited sentence nearest to it, -1 to 1.",
    "Witnesses.agreement": "Share of words that the answer and the reader's words have in common, "
    "0 to 1.",
    "Witnesses.carried": "How surely the reader says that the cited sentences carry the answer, in "
    "log-odds; null where it was not asked.",
    "Witnesses.read": "How surely the reader says that one of the cited sentences answers, in "
    "log-odds; null where it was not asked.",
    "Witnesses.missing": "How many words of names in the question stand neither near the cited "
    "sentences nor in their headlines.",
    "Witnesses.repeats": "Whether the answer has no word of meaning that was not in the question "
    "or said before it.",
    "Claim.text": "One sentence of the answer, without marks.",
    "Claim.short": "The few words that the model gave first, where `text` says them as a sentence; "
    'else "".',
    "Claim.citations": "The numbers of the citations that carry it; never empty.",
    "Citation.number": "The number in the answer's marks, from 1.",
    "Citation.sentence": "The sentence, copied from the library.",
    "Citation.article_id": "Names the article in the library.",
    "Citation.title": "Title of the article.",
    "Citation.outlet": 'Who published it; `""` when unknown.',
    "Citation.url": 'Its address; `""` when unknown.',
    "Citation.published": "Day of publication.",
    "Citation.start": "Offset of the sentence's first character in the library's text of the "
    "article.",
    "Citation.end": "Offset behind its last character: `text[start:end] == sentence`.",
    "Citation.also": "Other articles that print the passage nearly word for word, at most 50.",
    "Citation.words": "The characters [start, end) of `sentence` that answer; null where it is not "
    "sure which.",
    "Headline.article_id": "Names the article in the library.",
    "Headline.title": "Title of the article.",
    "Headline.outlet": 'Who published it; `""` when unknown.',
    "Headline.url": 'Its address; `""` when unknown.',
    "Headline.published": "Day of publication.",
    "Timing.retrieve_s": "Seconds from the start until the evidence was chosen.",
    "Timing.first_token_s": "Seconds from the start until the first word; null when the model "
    "wrote no answer.",
    "Timing.total_s": "Seconds from the start until the checked answer.",
    "Timing.prompt_tokens": "Tokens of all prompts of this answer.",
    "Timing.cached_tokens": "Those of them that were in the model's cache already.",
    "Timing.answer_tokens": "Tokens that the model wrote.",
}
