"""Merkle trees of RFC 9162 (section 2.1), with SHA-256: the root of a list of leaves, and what proves a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

Proof = tuple[bytes, ...]


def leaf(data: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + data).digest()


def roll_leaf(nonce: bytes, line: str) -> bytes:
    """The leaf of a line of the roll; without its nonce of 32 bytes nobody can try names."""
    return leaf(nonce + line.encode())


def root(leaves: Sequence[bytes]) -> bytes:
    """The hash of the whole tree; of an empty one, SHA-256 of nothing."""
    level = list(leaves)
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def inclusion(leaves: Sequence[bytes], index: int) -> Proof:
    """What proves that the leaf at `index` (from 0) is in the tree."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return ()
    half = _half(len(leaves))
    if index < half:
        return (*inclusion(leaves[:half], index), root(leaves[half:]))
    return (*inclusion(leaves[half:], index - half), root(leaves[:half]))


def includes(top: bytes, size: int, index: int, entry: bytes, proof: Proof) -> bool:
    """Whether the leaf `entry` is at `index` of the tree of `size` leaves whose root is `top` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, entry
    for part in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = _node(part, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _node(found, part)
        place, last = place >> 1, last >> 1
    return last == 0 and found == top


def consistency(leaves: Sequence[bytes], before: int) -> Proof:
    """What proves that the tree of the first `before` leaves is the beginning of this one."""
    if not 0 < before <= len(leaves):
        raise IndexError(before)
    return _consistency(leaves, before, whole=True)


def extends(old: tuple[int, bytes], new: tuple[int, bytes], proof: Proof) -> bool:
    """Whether the tree `new` (size, root) begins with the tree `old` (RFC 9162, 2.1.4.2). An empty one begins all."""
    (before, old_root), (size, new_root) = old, new
    if before == 0:
        return not proof and old_root == root(())
    if before > size:
        return False
    if before == size:
        return not proof and old_root == new_root
    path = [old_root, *proof] if before & (before - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = _node(part, first), _node(part, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = _node(second, part)
        place, last = place >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _consistency(leaves: Sequence[bytes], before: int, *, whole: bool) -> Proof:
    if before == len(leaves):
        return () if whole else (root(leaves),)
    half = _half(len(leaves))
    if before <= half:
        return (*_consistency(leaves[:half], before, whole=whole), root(leaves[half:]))
    return (*_consistency(leaves[half:], before - half, whole=False), root(leaves[:half]))


def _half(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
