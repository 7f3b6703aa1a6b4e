"""What lists leave to the worker."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from dreamplus.core import clock
from dreamplus.core.tasks import periodic, task
from dreamplus.people.rolls.models import Roll, RollImport, RollLetters
from dreamplus.people.rolls.services import ending, imports
from dreamplus.people.rolls.services import letters as writing


@task(name="rolls.read_file", slow=True)
def read_file(*, batch: str) -> None:
    """Reads a file to its lines, or to its faults."""
    if found := RollImport.objects.filter(uuid=batch).first():
        imports.read(batch=found, today=timezone.localdate(clock.now()))


@task(name="rolls.clear_file", slow=True)
def clear_file(*, batch: str) -> None:
    """Removes the lines of a file that was thrown away."""
    if found := RollImport.objects.filter(uuid=batch).first():
        imports.clear(batch=found)


@task(name="rolls.write_letters", slow=True)
def write_letters(*, letters: str) -> None:
    """Draws letters, a batch at a time."""
    if found := RollLetters.objects.filter(uuid=letters).first():
        writing.write(letters=found, at=clock.now())


@task(name="rolls.forget_addresses", slow=True)
def forget_addresses(*, roll: str, up_to: int) -> None:
    """Removes the postal addresses of letters that were downloaded."""
    if found := Roll.objects.filter(uuid=roll).first():
        writing.remove_addresses(roll=found, up_to=up_to)


@task(name="rolls.erase", slow=True)
def erase(*, roll: str) -> None:
    """Removes the lines of a list that ended."""
    if found := Roll.objects.filter(uuid=roll).first():
        ending.erase_roll(roll=found, at=clock.now())


@periodic("day", name="rolls.sweep", slow=True)
def sweep(*, at: datetime) -> None:
    """Lists past the day of their erasure; files that nobody confirmed."""
    ending.sweep(at=at)


@periodic("hour", name="rolls.drop_old_letters")
def drop_old_letters(*, at: datetime) -> None:
    """Letters that nobody fetched."""
    ending.drop_old_letters(at=at)
