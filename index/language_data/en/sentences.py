"""Where a full stop ends no sentence. Patterns, for texts as printed."""

from index.language_data.en.date_words import WEEKDAY
from index.language_data.full_stop_words import FullStops, words

# A library remembers how its articles were split: a change of these changes SPLITTER_VERSION.
HYPHENATED_TITLE = r"-(?:Sen|Rep|Gov|Gen|Mr|Mrs|Ms|Dr|St)\.$"
"""Ends what stands before the cut: "a pro-Sen. Rubio group"."""

CLOCK = r"\b[ap]\.m\.$"
AFTER_CLOCK = (
    rf"(?:{WEEKDAY}|Eastern|Central|Pacific|Mountain|Greenwich|[ECMPB][SD]?T|GMT|UTC|CET)\b"
)
"""Behind "5 p.m." these words belong to its sentence."""

ATTRIBUTION = (
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Sgt)\.|[^.!?“”\"]){0,60}"
    r"\b(?:said|says|asked|asks|wrote|added|replied)\b"
)
"""Follows a quotation that ends with a mark: “Is it over?” Mr. Smith asked."""

FULL_STOPS = FullStops(
    titles=words(
        """
        Adm Ald Amb Brig Capt Cdr Cllr Cmdr Col Cols Comdr Cpl Del Det Dr Drs Fr Ft Gen Gens
        Geo Gov Govs Hon Insp Lt Lts Maj Messrs Mlle Mme Mr Mrs Ms Msgr Mt Pfc Prof Profs
        Pvt Rep Reps Rev Rt Sen Sens Sgt St Ste Supt Thos Wm approx cf e.g i.e viz vs
        """
    ),
    abbreviations=words("Asst Atty Ave Bros Dep Ens Ph Pres Treas ca est incl"),
    before_numbers=words(
        """
        Apr Aug Dec Eq Feb Jan Jul Jun Mar Nov Oct Sep Sept approx art c ca ch chap est ext
        fig figs no nos p para paras pp sec secs vol vols
        """
    ),
    starters=words(
        """
        A After All Although An And Another As At Because Before Both But By During Each
        Everyone For From He Her His How However I If In Instead It Its Many Meanwhile Most
        My Neither Nobody None Nothing On One Only Our She Since So Some Such That The Their
        Then There These They This Those Though Today Two Under Until We What When Where
        Whether Which While Who Why With Yet You Your
        """
    ),
    letters_end=True,
)
