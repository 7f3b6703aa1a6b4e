"""Merkle trees: the known roots of certificate transparency, and every proof of every small tree."""

from __future__ import annotations

import pytest

from polls.secret.rules import tree

ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [tree.leaf(entry) for entry in ENTRIES]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert tree.root(LEAVES[:size]).hex() == ROOTS[size]


def leaves(size: int) -> list[bytes]:
    return [tree.leaf(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", range(1, 33))
def test_each_leaf_is_proved_where_it_is_and_nowhere_else(size: int) -> None:
    held = leaves(size)
    top = tree.root(held)
    for index in range(size):
        proof = tree.inclusion(held, index)
        where = [place for place in range(size + 2) if tree.includes(top, size, place, held[index], proof)]
        assert where == [index]
        assert not tree.includes(top, size, index, tree.leaf(b"other"), proof)


@pytest.mark.parametrize("size", range(1, 33))
def test_each_beginning_is_proved_and_no_other_tree(size: int) -> None:
    held = leaves(size)
    new = (size, tree.root(held))
    for before in range(1, size + 1):
        proof = tree.consistency(held, before)
        assert tree.extends((before, tree.root(held[:before])), new, proof)
        assert not tree.extends((before, tree.root(held[: before - 1])), new, proof)
        assert not tree.extends((before, tree.root(held[:before])), (size, tree.root(held[:-1])), proof)
    assert tree.extends((0, tree.root([])), new, ())
    assert not tree.extends((size + 1, tree.root(held)), new, ())
