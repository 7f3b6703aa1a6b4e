"""Pages of one file: the same for everybody, whole in every language, under a policy that lets nothing out."""

from __future__ import annotations

import base64
import re
from collections import Counter
from hashlib import sha256

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from polls.secret import single
from polls.secret.single import BOOTH, SCRIPTS, VERIFICATION, Page, words

of_both = pytest.mark.parametrize("page", [VERIFICATION, BOOTH], ids=["verification", "booth"])


def sources(page: Page) -> list[str]:
    return [(SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in page.scripts]


TOP = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) ([\w$]+)", re.MULTILINE)


@of_both
def test_no_two_scripts_use_one_name(page: Page) -> None:
    """They run in one scope."""
    names = Counter(name for source in sources(page) for name in TOP.findall(source))
    assert [name for name, number in names.items() if number > 1] == []


@of_both
def test_nothing_of_a_module_is_left_in_the_page(page: Page) -> None:
    text = page.bytes.decode()
    module = text.split('<script type="module">')[1]
    assert re.findall(r"^(?:import|export)\b.*", module, re.MULTILINE) == []
    imported = re.findall(r"^import\s*\{([^}]*)\}", "\n".join(sources(page)), re.MULTILINE)
    assert len(imported) > 5
    assert [names for names in imported if " as " in names] == []
    assert "{{" not in text.split("<body")[1].split("<script")[0]


@of_both
def test_it_is_the_same_for_everybody(page: Page) -> None:
    first = page.fingerprint
    for cached in (single._assembled, single._policy, single._style, single._kit):
        cached.cache_clear()
    assert page.fingerprint == first


@of_both
def test_its_policy_lets_its_own_scripts_run_and_nothing_out(page: Page) -> None:
    text = page.bytes.decode()
    inline = re.findall(r'<(script|style)(| type="module")>(.*?)</\1>', text, re.DOTALL)
    sums = [f"'sha256-{base64.b64encode(sha256(held.encode()).digest()).decode()}'" for _tag, _type, held in inline]
    assert len(sums) == 3
    assert [one for one in sums if one not in page.policy] == []
    assert ("connect-src 'none'" if page is VERIFICATION else "connect-src 'self'") in page.policy
    assert "unsafe" not in page.policy
    outside = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)
    assert re.findall(r"https?://\S+", outside) == []


@of_both
def test_every_word_it_asks_for_is_there_in_every_language(page: Page) -> None:
    told = words.in_every_language(page.body)
    body = (single.HERE / page.body).read_text(encoding="utf-8")
    asked = set(re.findall(r'data-word="(\w+)"', body))
    for source in sources(page):
        asked |= set(re.findall(r'say\("([\w.]+)"\)', source))
        asked |= set(re.findall(r'press\("(\w+)"', source))
        asked |= set(re.findall(r'"((?:word|cannot)\.\w+)"', source))
    for name in ("filling", "booth") if page is BOOTH else ():  # whose refusals have sentences of their own
        refusals = re.findall(r'new Refused\("([\w-]+)"\)', (SCRIPTS / f"{name}.js").read_text(encoding="utf-8"))
        asked |= {f"refused.{code}" for code in refusals}
    assert set(told) == {code for code, _name in settings.LANGUAGES}
    for language, known in told.items():
        assert asked - set(known) == set(), language
        assert [name for name, said in known.items() if not said] == []
    assert [name for name in told["en"] if told["en"][name] == told["fr"][name] and name not in ("option",)] == []


@pytest.mark.django_db
def test_the_site_gives_it_with_its_own_policy(client: Client) -> None:
    answer = client.get(reverse("secret:verification"))
    assert answer.content == VERIFICATION.bytes
    assert answer.headers["Content-Security-Policy"] == f"{VERIFICATION.policy}; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers


def test_what_is_not_ours_is_what_was_published() -> None:
    listed = dict(
        re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", (SCRIPTS / "vendor/VENDORED.md").read_text(), re.MULTILINE)
    )
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in SCRIPTS.glob("vendor/*.js")}
    assert (len(found), found) == (1, listed)
