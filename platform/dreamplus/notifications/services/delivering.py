"""One round of the worker: letters are made from what is due, written, and handed over one by one.

What happened to a letter is committed before the next one begins, and that its words leave is committed before they do
(`courier`), so that a worker killed at any point sends nothing twice.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from dreamplus.core.tasks.queue import pause
from dreamplus.notifications.courier import Courier, Later, Refused, Unsure
from dreamplus.notifications.enums import LetterState
from dreamplus.notifications.letters import LetterMessage, Writer
from dreamplus.notifications.models import Letter
from dreamplus.notifications.services.bouncing import note_bounce
from dreamplus.notifications.services.composing import compose_batch

SECONDS = 30.0
"""A round is over after that long, so that the worker's other slow tasks have their turn."""
BATCH = 200
NOTED_TOGETHER = 20
FIRST_PAUSE = timedelta(minutes=1)
GIVEN_UP_AFTER = timedelta(days=4)
INTERRUPTED_AFTER = timedelta(minutes=10)


@dataclass
class Round:
    """Begun `at`, which dates all it does. `more`: time ran out; `stopped`: the mail server is in trouble."""

    at: datetime
    sent: int = 0
    more: bool = False
    stopped: bool = False


def deliver_due(*, at: datetime, seconds: float = SECONDS) -> Round:
    """Makes and sends what is due at `at`, for at most `seconds`. Never call it in a request."""
    mark_interrupted(at=at)
    done, writer, until = Round(at), Writer(), time.monotonic() + seconds
    with Courier() as courier:
        while True:
            composed = compose_batch(at=at)
            letters = list(_waiting(at)[:BATCH])
            if not composed and not letters:
                return done
            _send(letters, courier, writer, done, until)
            if done.stopped:
                while compose_batch(at=at) and time.monotonic() < until:
                    pass
                return done
            if time.monotonic() >= until:
                done.more = True
                return done


def mark_interrupted(*, at: datetime) -> int:
    """Letters whose worker died while the server took them: perhaps sent, so not sent again."""
    begun = Letter.objects.filter(state=LetterState.SENDING, begun_at__lt=at - INTERRUPTED_AFTER)
    return begun.update(state=LetterState.UNSURE, ended_at=at)


def _waiting(at: datetime):  # type: ignore[no-untyped-def]  # a query set with its joins
    return (
        Letter.objects.filter(state=LetterState.WAITING, try_at__lte=at)
        .select_related("recipient")
        .order_by("try_at", "pk")
    )


def _send(letters: list[Letter], courier: Courier, writer: Writer, done: Round, until: float) -> None:
    written = writer.write(letters)
    sent: list[int] = []
    _hand_over(letters, written, courier, done, until, sent)
    _note_sent(sent, done.at)


def _hand_over(
    letters: list[Letter],
    written: dict[int, LetterMessage],
    courier: Courier,
    done: Round,
    until: float,
    sent: list[int],
) -> None:
    for letter in letters:
        if time.monotonic() >= until:
            return
        message = written.get(letter.pk)
        if message is None:
            _end(letter, LetterState.EMPTY, done.at)
            continue
        letter.address = message.to[0]
        try:
            taken = courier.hand_over(message, begin=lambda letter=letter: _begin(letter, done.at))  # type: ignore[misc]  # bound now
        except Refused as refused:
            note_bounce(letter=letter, code=refused.code, at=done.at)
            _end(letter, LetterState.REFUSED, done.at)
        except Unsure:
            _end(letter, LetterState.UNSURE, done.at)
        except Later as later:
            _try_again(letter, done.at)
            if later.whole:
                done.stopped = True
                return
        else:
            if taken:
                sent.append(letter.pk)
                done.sent += 1
                if len(sent) >= NOTED_TOGETHER:
                    _note_sent(sent, done.at)


def _begin(letter: Letter, at: datetime) -> bool:
    """Takes the letter, for good: nobody who finds it in this state sends it."""
    waiting = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING)
    return bool(waiting.update(state=LetterState.SENDING, begun_at=at, address=letter.address))


def _note_sent(sent: list[int], at: datetime) -> None:
    """A few together: a worker killed before leaves them unsure, though sent; it sends none of them again."""
    if sent:
        Letter.objects.filter(pk__in=sent).update(state=LetterState.SENT, ended_at=at)
        sent.clear()


def _end(letter: Letter, state: LetterState, at: datetime) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, ended_at=at)


def _try_again(letter: Letter, at: datetime) -> None:
    """Waits longer each time, and gives up after four days, as mail servers do."""
    if at - letter.made_at > GIVEN_UP_AFTER:
        _end(letter, LetterState.GIVEN_UP, at)
        return
    attempts = letter.attempts + 1
    again = {"attempts": attempts, "try_at": at + pause(attempts, FIRST_PAUSE), "begun_at": None}
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.WAITING, **again)
