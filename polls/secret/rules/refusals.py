"""Why a record, a ballot or a head is not taken."""

from __future__ import annotations


class Refused(ValueError):
    """`code` names the reason and never changes, pages have a sentence for each; `detail` is for who mends."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
