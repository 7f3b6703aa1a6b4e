"""A proposal, a support, a comment: each by somebody else, each found again on the page."""

from __future__ import annotations

import re

from dreamplus.cli.clone.smoke.journey import Journey, known
from dreamplus.cli.clone.smoke.walker import Lost, Page, Walker

REFERENCE = re.compile(r"\b(?:[A-Z]-)?[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
TITLE, BODY = "Une fontaine à boire", "Il n’y en a aucune entre la gare et l’école, et l’été devient long."


def reference_on(page: Page) -> str:
    """The receipt's reference that the page shows. Raises `Lost` without one."""
    found = REFERENCE.search(page.words)
    if not found:
        raise Lost(f"no reference at {page.address}: {page.words[:300]}")
    return found[0]


def proposal_with_receipt(journey: Journey) -> str:
    """Written, read again, published; its reference leads to what became of it."""
    _email, walker = journey.citizens[0]
    collection = walker.get(known(journey.process).address)
    page = walker.get(collection_write_address(walker, collection))
    page = walker.submit(page, page.form(field="body"), title=TITLE, body=BODY)
    page = walker.submit(page, page.form(action="/publier/"))
    reference = reference_on(page)
    journey.proposal = walker.get(page.link("/proposition/")).expect(BODY)
    Walker(journey.commune.origin).get(f"/suivi/{reference}/").expect("Publiée")
    return reference


def collection_write_address(walker: Walker, process: Page) -> str:
    """From the process's page, or the page of its collection, to the form where people write."""
    for link in process.soup.select("main a[href]"):
        address = str(link["href"])
        if "/ecrire/" in address:
            return address
    for link in process.soup.select("main a[href]"):
        address = str(link["href"])
        if address.startswith("/participer/") and address not in process.address:
            page = walker.get(address)
            if page.soup.select_one("main a[href*='/ecrire/']"):
                return page.link("/ecrire/")
    raise Lost(f"nowhere to write a proposal from {process.address}: {process.words[:300]}")


def support(journey: Journey) -> str:
    """A second person supports it; pressing twice counts once."""
    _email, walker = journey.citizen()
    page = walker.get(known(journey.proposal).address)
    before = supports(page)
    page = walker.submit(page, page.form(action="/soutenir/"))
    after = supports(walker.get(known(journey.proposal).address))
    if after != before + 1:
        raise Lost(f"{before} supports became {after}")
    return f"{after} support"


def supports(page: Page) -> int:
    found = re.search(r"(\d+) (?:soutien|support)", page.words)
    return int(found[1]) if found else 0


def comment(journey: Journey) -> str:
    """Somebody comments on a news page; a visitor reads it."""
    _email, walker = journey.citizens[-1]
    words = f"Merci pour ces nouvelles, {journey.chance.randrange(10**6)}."
    page = walker.get(walker.get("/actualites/").link("/actualites/les-"))
    form = page.soup.select_one("main form[action*='/commentaires/']")
    page = page if form else walker.get(page.link("/commentaires/"))
    walker.submit(page, page.form(field="text"), text=words)
    Walker(journey.commune.origin).get(walker.get("/actualites/").link("/actualites/les-")).expect(words)
    return words
