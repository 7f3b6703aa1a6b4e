"""`dream-fed/1` in plain Python: what instances sign and hubs verify. No Django, no network, no clock of its own.

canonical  one way to write JSON, and a strict way to read it
keys, jws  Ed25519 keys named by their thumbprint; signatures that accept nothing but what we use
shapes, bodies  what a consultation or a result may hold; anything else is refused
entries, heads, feed, chain  the append-only list, its head, a page of it, and its verification
discovery  what an instance says of itself at /.well-known/dreamplus
"""
