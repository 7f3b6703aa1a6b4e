"""Elections counted from published ballots, by any of the methods of `docs/rules/`: the standard library alone.

`election` is what is counted, `outcome` what comes out; a method is a function from one to the other, by its
name in `methods`.
"""
