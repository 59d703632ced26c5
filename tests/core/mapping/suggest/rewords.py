"""Counts the words of names and titles in the schema library, and writes the vocabulary that suggestions split with.

    python -m tests.core.mapping.suggest.rewords

To be run after words were added to ``suggest.json`` (``vocabulary`` there: everyday words of business systems).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aeptui.core.facts
from aeptui.core import facts

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SHORT = ("id", "ip", "os", "to", "by", "on", "at", "is", "in", "no")
_SMALL = ("of", "or", "the", "not", "do")
# Pieces that titles leave behind and that would split real words.
_SCRAPS = ("ate", "ion", "ting", "ing", "ers", "pos", "mage", "rest", "art", "int", "str", "nam", "ame", "ess")


def texts(node: Any) -> Iterator[str]:
    """The names and titles below a node of the library."""
    for key in ("p", "properties"):
        for name, child in (node.get(key) or {}).items():
            yield name
            yield child.get("title") or ""
            yield from texts(child)
    if isinstance(node.get("items"), dict):
        yield from texts(node["items"])


def vocabulary() -> dict[str, int]:
    """How often each word occurs; words that people gave count as if they occurred a few times."""
    counts: Counter[str] = Counter()
    for kind in ("classes", "fieldgroups", "datatypes", "behaviors"):
        for body in facts.load(f"xdm/{kind}"):
            for text in (body["title"], *texts(body)):
                counts.update(word.lower() for word in _WORD.findall(text))
    counts = Counter({word: count for word, count in counts.items() if count > 1 and (len(word) > 2 or word in _SHORT)})
    lexicon = facts.load("suggest")
    said = [word for pair in lexicon["phrases"].items() for text in pair for word in text.split()]
    said += [word for text in lexicon["abbreviations"].values() for word in text.split()]
    related = [word for key, others in lexicon["related"].items() for word in (key, *others)]
    roles = [word for role in ("business", "consumer", "useless", "vendors") for word in lexicon[role] if len(word) > 3]
    entities = [word for words in lexicon["entities"].values() for word in words]
    for words, least in ((said, 8), (related, 6), (entities, 10), (roles, 6), (lexicon["vocabulary"], 12)):
        for word in words:
            if len(word) > 2:
                counts[word] = max(counts[word], least)
    for word in _SMALL:
        counts[word] = 30
    short_forms = [each for each in lexicon["abbreviations"] if len(each) <= 4 and each not in ("ship", "bill", "cell")]
    for word in (*short_forms, *_SCRAPS):
        counts.pop(word, None)
    return dict(sorted(counts.items()))


def main() -> None:
    """Writes the vocabulary beside the other facts."""
    found = [f"{json.dumps(word, ensure_ascii=False)}: {count}" for word, count in vocabulary().items()]
    lines = [" " + ", ".join(found[at : at + 12]) for at in range(0, len(found), 12)]
    path = Path(aeptui.core.facts.__file__).parent / "data" / "suggest_words.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
