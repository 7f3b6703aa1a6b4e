"""Every write of the box, by its name."""

from polls.secret.box.services.closing import add_paper, close
from polls.secret.box.services.forgetting import forget
from polls.secret.box.services.laying import keys_for, lay
from polls.secret.box.services.postponing import postpone
from polls.secret.box.services.taking import take
from polls.secret.box.services.witnessing import ask_witness
from polls.secret.box.services.writing import write_batch

__all__ = [
    "add_paper",
    "ask_witness",
    "close",
    "forget",
    "keys_for",
    "lay",
    "postpone",
    "take",
    "write_batch",
]
