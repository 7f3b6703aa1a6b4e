"""The secret vote of level B in plain Python: its records, its log, its seals, and what anybody verifies.

`terms` is fixed before the first vote, `ballot` is what the box takes, `sealing` how two of three scrutineers open it,
`blind` the issuer's signature, `log` entries, heads and promises, `opening` the count, `publication` the files,
`verifying` the three lists. Described in `docs/developers/secret-votes.md`; the browser speaks the same
(`polls/secret/static/secret/`).
"""
