"""What the pages of one file say, in every language of the house: they choose by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from gettext import NullTranslations, translation
from pathlib import Path

import dreamplus.theming
import polls
import polls.secret

Told = Mapping[str, str]
LANGUAGES = {"fr": "Français", "en": "English", "nl": "Nederlands"}
CATALOGUES = tuple(Path(package.__path__[0]) / "locale" for package in (polls.secret, polls, dreamplus.theming))
"""A sentence that stands in two applications is translated once: what is not in the first is in the next."""
_spoken: ContextVar[NullTranslations] = ContextVar("dream_single_page_language", default=NullTranslations())  # noqa: B039


def in_every_language(body: str) -> dict[str, Told]:
    """The words of a page, by language: from the same catalogues everywhere, so that the page is the same file on every
    site and on the box."""
    found: dict[str, Told] = {}
    for language, name in LANGUAGES.items():
        token = _spoken.set(_catalogue(language))
        try:
            found[language] = {"languageName": name, **_common(), **_OF[body]()}
        finally:
            _spoken.reset(token)
    return found


def _catalogue(language: str) -> NullTranslations:
    first, *more = (translation("django", folder, [language], fallback=True) for folder in CATALOGUES)
    for one in more:
        first.add_fallback(one)
    return first


def _(message: str) -> str:
    return _spoken.get().gettext(message)


def _common() -> Told:
    return {
        "language": _("Language of this page"),
        "tooOld": _("This browser is too old for what this page computes. Use a recent Firefox, Chrome or Safari."),
        "checked": _("Checked"),
        "onTheirWord": _("Taken on the word of the commune and of the region"),
        "cannot": _("Cannot be checked by anybody"),
        "right": _("Right"),
        "wrong": _("Wrong"),
        "notYet": _("Nothing to look at yet"),
        "check.terms": _("The rules, the question and the keys are those that opened the log."),
        "check.heads": _("Nothing was taken out of the log, and nothing was put elsewhere in it."),
        "check.witness": _("The region, as a witness, has signed the whole log."),
        "check.postponements": _("Each later closing is in the log, and the region has signed it."),
        "check.closing": _("No ballot comes after the closing, and its number of ballots is right."),
        "check.paper": _("What was read from paper joined the log after the closing, and says what it said then."),
        "check.ballots": _("Each ballot is in the log, with its token and the signature of who cast it."),
        "check.numbers": _(
            "There are no more ballots than tokens; tokens, and lines marked for paper, are no more than lines on the "
            "list."
        ),
        "check.keys": _("The keys that opened the ballots are those of the scrutineers."),
        "check.ties": _("What breaks ties was promised before the vote."),
        "check.count": _("Opened again, the ballots say what the result says."),
        "check.receipt": _("The box kept the promise of this receipt."),
        "found.terms": _("Fingerprint of the first line: {}"),
        "found.heads": _("Signed states of the log: {}"),
        "found.witness": _("Lines signed by the witness, of all: {}"),
        "found.postponements": _("Closed at (UTC): {}"),
        "found.closing": _("Ballots taken: {}"),
        "found.paper": _("Papers in the boxes: {}"),
        "found.ballots": _("Ballots read: {}"),
        "found.numbers": _("Ballots, tokens, lines: {}"),
        "found.keys": _("Scrutineers whose keys are given: {}"),
        "found.ties": _("Not revealed by: {}"),
        "found.count": _("Ballots counted: {}"),
        "found.receipt": _("Line of the log: {}"),
        "word.roll": _(
            "The commune alone says who is on the list, and that each token went to the person of one line. Here one "
            "house gives tokens and keeps the list: it could draw tokens for people who do not vote."
        ),
        "word.keys": _(
            "The keys in the first line of the log are said to be those of the region and of the scrutineers: compare "
            "them with what each of them publishes."
        ),
        "word.witness": _("The region says that it has signed no other log of this vote."),
        "word.box": _("The box says that it wrote down nothing about who sent a ballot."),
        "word.postponements": _(
            "The region says that it agreed to each later closing before the earlier one had come."
        ),
        "word.paper": _(
            "The commune says to whom it gave a paper ballot, and two people that they read each box alike: the papers "
            "are kept until objections have ended."
        ),
        "cannot.watched": _(
            "Whether somebody watched the networks of both houses, a device, or a person while they voted."
        ),
        "cannot.page": _("Whether a voting page was altered by who served it, but by comparing its fingerprint."),
        "cannot.early": _("Whether two scrutineers opened ballots before the closing, with who keeps the box."),
        "cannot.withheld": _("The count: ballots are not published, because they were few or all alike."),
    }


def _verification() -> Told:
    return {
        "title": _("Verify a secret vote"),
        "lead": _(
            "This page is one file. It reads the published files on your device, computes everything again, and sends "
            "nothing to anybody: you may cut the network first."
        ),
        "files": _("The files of the vote"),
        "filesHelp": _("vote.json, and ballots.jsonl once the vote is closed. Choose both at once, or drop them here."),
        "receipts": _("Your receipt"),
        "receiptsHelp": _("If you kept one: the file that the voting page gave you."),
        "optional": _("optional"),
        "verify": _("I verify"),
        "reading": _("Reading …"),
        "progress": _("ballots"),
        "noVote": _("Choose the file vote.json first."),
        "notAVote": _("This is not the file of a published vote, or it is damaged. Fetch it again from its page."),
        "notAReceipt": _("This is not a receipt of a vote."),
        "fine": _("Nothing is wrong with this vote."),
        "running": _("Nothing is wrong so far. The vote is not counted yet."),
        "faulty": _("Something is wrong with these files."),
        "faultyHelp": _(
            "Fetch them again first. If it stays so, show this page to the scrutineers and to the town hall: what is "
            "marked wrong cannot be explained by a mistake of yours."
        ),
        "result": _("What the ballots say"),
        "option": _("Option"),
        "ballots": _("Ballots"),
        "blank": _("Blank"),
        "method": _("The count by the method of the rules is computed again by dreamplus verify."),
        "print": _("Print this report"),
    }


def _booth() -> Told:
    return {
        "title": _("Voting booth"),
        "loading": _("The booth looks at the vote …"),
        "foot": _(
            "Your ballot is closed on your device, and only two of the three scrutineers together can open it. What "
            "is stored does not say who sent it. This page keeps nothing."
        ),
        "keyLead": _("You come in with the voting key that the site of your commune gave you."),
        "key": _("Your voting key"),
        "keyHelp": _("The file cle-de-vote.json, if this page did not receive it by itself."),
        "voteBlank": _("Blank vote"),
        "blankHelp": _("You take part without choosing; it is counted apart."),
        "noGrade": _("No answer"),
        "notRanked": _("Not ranked"),
        "instruction.single": _("One choice."),
        "instruction.several": _("From {} to {} choices."),
        "instruction.grades": _("Give each a grade. One that is left out counts as the rules of the vote say."),
        "instruction.ranking": _("Rank from {} to {} options: 1 is the one you prefer."),
        "instruction.points": _("You have {} points to share out."),
        "instruction.quadratic": _("You have {} credits: one point costs 1, two cost 4, three cost 9."),
        "left.points": _("Points left: {}"),
        "left.options": _("Answered: {} of {}"),
        "check": _("Check my choice"),
        "numbered": _("Question {} of {}"),
        "yourChoice": _("Your choice"),
        "reviewHelp": _("Nothing has left your device yet."),
        "vote": _("I vote"),
        "sendAgain": _("Send it again"),
        "change": _("Change my choice"),
        "sending": _("Your ballot is closed and goes to the box …"),
        "done": _("Your ballot is in the box"),
        "doneHelp": _("The box has signed that it will be in its log. You may close this page."),
        "receipt": _("Keep the box’s promise"),
        "receiptHelp": _(
            "With it anybody can verify that your ballot is in the log. After the count, whoever holds this file can "
            "also see what that ballot says: keep it to yourself, or do not keep it."
        ),
        "keepReceipt": _("Download the receipt"),
        "againHelp": _("Until the closing you may vote again with the same key: the last ballot counts."),
        "again": _("Change my vote"),
        "refused.away": _("The box does not answer. Your choice is still here: try again in a moment."),
        "refused.altered": _(
            "What the box tells of this vote does not hold together. Do not vote here, and tell the town hall."
        ),
        "refused.not-witnessed": _(
            "The region has not signed the beginning of this vote yet. Come back in a few minutes."
        ),
        "refused.closed": _("This vote is closed. Your ballot was not taken."),
        "refused.not-open": _("This vote has not opened yet."),
        "refused.unknown-poll": _("There is no vote at this address. Start again from the page of the vote."),
        "refused.too-old": _("This browser is too old to close a ballot. Use a recent Firefox, Chrome or Safari."),
        "refused.other-key": _("This file is not a voting key for this vote. Take it from the page of the vote again."),
        "refused.other-terms": _(
            "The rules that your commune showed you are not those of this box. Do not vote here, and tell the town "
            "hall."
        ),
        "refused.nothingChosen": _("Choose something, or choose the blank vote."),
        "refused.blankAndMore": _("A blank vote names nothing else: untick one or the other."),
        "refused.too-many": _("You named more options than the rules allow."),
        "refused.too-few": _("The rules ask for more options."),
        "refused.too-many-points": _("You gave more points than you have."),
        "refused.same-rank": _("Two options have the same rank: give each its own."),
        "refused.not-allowed": _("The rules do not allow this ballot. Look at your marks again."),
        "refused.wrong-token": _("The box does not accept this key. Take it from the page of the vote again."),
        "refused.false-promise": _(
            "The box took your ballot and its promise is not right. Keep this page open and tell the town hall."
        ),
    }


_OF: Mapping[str, Callable[[], Told]] = {"booth.html": _booth, "verification.html": _verification}
