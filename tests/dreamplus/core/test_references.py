import secrets

import pytest

from dreamplus.core.references import ALPHABET, new_reference, normalise


def test_a_reference_is_read_back_however_it_is_typed() -> None:
    reference = new_reference("VOTE")
    assert reference.startswith("VOTE-")
    bare = reference.replace("-", "")
    spelled = bare[:4] + bare[4:].lower().replace("0", "o").replace("1", "l")
    for typed in (
        reference,
        bare,
        reference.lower(),
        f"  {reference.replace('-', ' ')} ",
        reference.replace("-", "–"),
        spelled,
    ):
        assert normalise(typed) == reference


@pytest.mark.parametrize(
    "typed", ["", "VOTE", "7KQ2-M9DX", "7KQ2-M9DX-4TRP-8ZCU", "é" * 16, "A" * 500, "123-7KQ2-M9DX-4TRP-8ZC3"]
)
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert normalise(typed) is None


def test_every_single_wrong_character_is_caught() -> None:
    bare = new_reference().replace("-", "")
    for place, right in enumerate(bare):
        for wrong in ALPHABET:
            if wrong != right:
                assert normalise(bare[:place] + wrong + bare[place + 1 :]) is None


def test_every_swap_of_neighbours_is_caught() -> None:
    for _ in range(50):
        bare = new_reference().replace("-", "")
        for place in range(15):
            swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
            assert swapped == bare or normalise(swapped) is None


def test_a_reference_carries_seventy_five_bits_from_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    choice = secrets.choice
    monkeypatch.setattr(secrets, "choice", lambda letters: (asked.append(len(letters)), choice(letters))[1])
    new_reference()
    assert asked == [32] * 15


def test_a_prefix_is_letters() -> None:
    with pytest.raises(ValueError, match="eight capital letters"):
        new_reference("VOTE-1")
