"""Tinyworld: a generated corpus about a small world, with answer keys for its words.

Reads the word tables of `words.py` and the scenes of `scenes.py`; writes `data/tinyworld.txt`,
`data/tinyworld_analogies.txt` and `data/tinyworld_similarity.tsv`, the same bytes for the same seed. The
answers come from the tables, never from trained vectors. Every lesson uses the text.
"""

import argparse
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from pathlib import Path
from random import Random
from typing import NamedTuple

from data.generators import scenes, words as lexicon
from w2v_helpers._checks import atomic_path

SEED = 2
TOKENS = 250_000
WIDTH = 76

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([\w:]+)\}|\{\+([\w ]+)\}")
_VERB = re.compile(r"<([^<>:]+)(?::([a-z+]+))?>")
_ARTICLE = re.compile(r"\b([Aa]) (?=((?:[aeiouAEIOU]|hour|honest)\w*))")
_NOT_AN = re.compile(r"(?i)(one|once|uni|use|eu)")
_SENTENCE_START = re.compile(r"(^|[.!?] |[.]\" |[.!?:] \"|^\")([a-z])")

_IRREGULAR = dict(pair.split() for pair in lexicon.IRREGULAR.split(","))
_DOUBLING = lexicon.DOUBLING.split()
_THIRD_PERSON = {"be": "is", "have": "has", "can": "can", "will": "will"}
_PEOPLE = dict(pair.split() for pair in lexicon.PEOPLE.split(","))

PRONOUNS = {
    "he": {"he": "he", "him": "him", "his": "his", "himself": "himself"},
    "she": {"he": "she", "him": "her", "his": "her", "himself": "herself"},
    "it": {"he": "it", "him": "it", "his": "its", "himself": "itself"},
}


class Item(NamedTuple):
    """A group of words that belong together, and the phrases in which each of them may stand."""

    words: tuple[str, ...]
    phrases: dict[str, tuple[str, ...]]  # slot -> phrases


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a block of text that are not empty, without their indentation."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@cache
def items(table: str) -> tuple[Item, ...]:
    """Read one table of `lexicon.ITEMS`.

    >>> items("animal")[0].words
    ('calf', 'cow')
    """
    return tuple(_read_item(block) for block in re.split(r"\n\s*\n", lexicon.ITEMS[table]))


def _read_item(block: str) -> Item:
    words, *rest = lines(block)
    phrases: dict[str, tuple[str, ...]] = {}
    for phrase in "; ".join(rest).split("; "):
        if match := re.match(r"(\w+): ", phrase):
            slot, phrase = match[1], phrase[match.end() :]
        phrases[slot] = (*phrases.get(slot, ()), phrase)
    return Item(tuple(words.split()), phrases)


def ranked(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Repeat the phrases so that the first comes most often, as a deck for `Dealer`.

    >>> ranked(("often", "less", "rarely"))
    ('often', 'often', 'often', 'less', 'less', 'rarely')
    """
    return tuple(phrase for at, phrase in enumerate(phrases) for _ in range(len(phrases) - at))


def uneven(entries: tuple) -> list:
    """Repeat the entries so that the first comes 1.6 times as often as the last, as a deck for `Dealer`.

    >>> "".join(uneven(("a", "b", "c")))
    'aaaaaaaabbbbbbccccc'
    """
    return [entry for at, entry in enumerate(entries) for _ in range(round(8 - 3 * at / (len(entries) - 1)))]


# --- Verbs -----------------------------------------------------------------------------------------------


def past(verb: str) -> str:
    """Return the past tense of a verb.

    >>> [past(verb) for verb in ("walk", "stop", "carry", "sing")]
    ['walked', 'stopped', 'carried', 'sang']
    """
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb in _DOUBLING:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


def third_person(verb: str) -> str:
    """Return the third person singular of a verb.

    >>> [third_person(verb) for verb in ("walk", "catch", "carry", "have")]
    ['walks', 'catches', 'carries', 'has']
    """
    if verb in _THIRD_PERSON:
        return _THIRD_PERSON[verb]
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(s|sh|ch|x|z|o)$", verb) else "s")


def participle(verb: str) -> str:
    """Return the present participle of a verb.

    >>> [participle(verb) for verb in ("walk", "stop", "bake", "lie")]
    ['walking', 'stopping', 'baking', 'lying']
    """
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb in _DOUBLING:
        return verb + verb[-1] + "ing"
    return (verb[:-1] if re.search(r"[^eo]e$", verb) and verb != "be" else verb) + "ing"


def inflect(verb: str, flags: str, tense: str, plural: bool) -> str:
    """Return a verb in the form that its flags ask for, or else in the tense of the scene.

    Args:
        verb: the bare verb.
        flags: `"ing"`, `"inf"`, or any of `+` (plural), `n` (as the scene's subject), `p` (present).
        tense: `"past"` or `"present"`.
        plural: whether the subject of the scene is plural.
    """
    if flags in {"ing", "inf"}:
        return participle(verb) if flags == "ing" else verb
    plural = "+" in flags or ("n" in flags and plural)
    if tense == "past" and "p" not in flags:
        return "were" if verb == "be" and plural else past(verb)
    if plural:
        return "are" if verb == "be" else verb
    return third_person(verb)


# --- Sentences -------------------------------------------------------------------------------------------


class Dealer:
    """Deals the entries of a list in random order, each of them once before any is repeated."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.decks: dict[object, list] = {}

    def deal(self, name: object, entries: Iterable):
        """Take the next entry of the deck of that name."""
        deck = self.decks.get(name)
        if not deck:
            deck = self.decks[name] = list(entries)
            self.rng.shuffle(deck)
        return deck.pop()


@dataclass
class Scene:
    """What the slots of one paragraph stand for.

    Args:
        tense: `"past"` or `"present"`.
        slots: slot -> text, or several texts to choose from.
        plural: whether the subject is plural.
        taken: the texts that the paragraph has used.
    """

    tense: str
    slots: dict[str, str | tuple[str, ...]]
    plural: bool = False
    taken: set[str] = field(default_factory=set)


class Writer:
    """Writes paragraphs about Tinyworld, one after the other.

    Args:
        seed: the same seed gives the same paragraphs.
    """

    def __init__(self, seed: int):
        self.rng = Random(seed)
        self.dealer = Dealer(self.rng)

    def paragraph(self) -> str:
        """Write the next paragraph, on one line."""
        deck = [
            (kind, name)
            for kind, texts in scenes.SCENES.items()
            for name in texts
            for _ in range(scenes.WEIGHTS[kind])
        ]
        kind, name = self.dealer.deal("scenes", deck)
        scene = self.cast("present" if name in scenes.PRESENT else "past", kind)
        text = self.sense() if kind == "sense" else scenes.SCENES[kind][name]
        return " ".join([self.sentence(beat, scene) for beat in self.beats(name, text)])

    def sense(self) -> str:
        """Return a little story about a word with two senses."""
        stories = [story for senses in scenes.SENSES.values() for story in senses]
        story = self.dealer.deal("senses", stories)
        line = self.dealer.deal(story, lines(story))
        return "\n\n".join(["{opening}", line, "{+degree}\n{+plural}", "{close}"])

    def beats(self, name: str, text: str) -> list[str]:
        """Choose a line for each beat of a scene; a beat of `?` lines is left out half of the time."""
        chosen = []
        for beat in re.split(r"\n\s*\n", text):
            if not beat.lstrip().startswith("?") or self.rng.random() < 0.5:
                line = self.dealer.deal((name, beat), ranked(lines(beat)))
                chosen.append(line.removeprefix("? "))
        return chosen

    def cast(self, tense: str, kind: str) -> Scene:
        """Choose two people and, where the scene is about a table, one of its items."""
        first, second = self.rng.sample(list(_PEOPLE), 2, counts=range(len(_PEOPLE) + 7, 7, -1))
        while first == second:
            second = self.rng.choice(list(_PEOPLE))
        slots = {"A": first, "B": second, **PRONOUNS[_PEOPLE[first]]}
        for letter, name in (("a", first), ("b", second)):
            slots.update({f"{letter}_{slot}": word for slot, word in PRONOUNS[_PEOPLE[name]].items()})
        scene = Scene(tense, slots)
        return self.focus(scene, kind) if kind in lexicon.ITEMS else scene

    def focus(self, scene: Scene, table: str) -> Scene:
        """Return the scene with the slots of one item, and of one of its words."""
        item = self.dealer.deal(table, uneven(items(table)))
        sides = scenes.SIDES.get(table, {})
        side = self.dealer.deal((table, item.words), (0, 1)) if sides else 0
        slots = {**scene.slots, "w": item.words[side], "S": "the {w}", "Sq": "the {w}"}
        slots.update({slot: ranked(phrases) for slot, phrases in item.phrases.items()})
        slots.update({slot: lines(texts[side]) for slot, texts in sides.items()})
        slots.update(zip(lexicon.WORD_SLOTS.get(table, ()), item.words, strict=False))
        if "pronoun" in slots:
            slots.update(PRONOUNS[slots["pronoun"][0]])
        if table == "kin":
            self.add_relative(slots)
        if table == "opposite":
            slots["deed"] = slots[("good", "bad")[side]]
        if "n" in item.phrases:
            self.add_nouns(slots, item.phrases["n"])
        return Scene(scene.tense, slots, plural=table == "plural" and side == 1, taken=scene.taken)

    def add_relative(self, slots: dict) -> None:
        """Name a relative of the first person, and state whose relative it is."""
        others = [name for name, pronoun in _PEOPLE.items() if pronoun == slots["he"]]
        others = [name for name in others if name not in {slots["A"], slots["B"], *lexicon.CHILDREN}]
        slots["relative_name"] = self.rng.choice(others)
        slots.update(S=("{a_his} {w}", "{a_his} {w}", "the {w}"), Sq="my {w}")

    def add_nouns(self, slots: dict, nouns: tuple[str, ...]) -> None:
        """Choose two nouns for an adjective; a star marks people."""
        for slot, noun in zip(("n", "n2"), self.rng.sample(nouns, 2), strict=True):
            slots[slot] = noun.rstrip("*")
            slots[f"{slot}_it"] = ("he", "she") if noun.endswith("*") else "it"

    def sentence(self, template: str, scene: Scene) -> str:
        """Fill a template until nothing is left to fill, and put its verbs into their forms."""
        text = template
        while match := _CHOICE.search(text) or _SLOT.search(text):
            text = text[: match.start()] + self.fill(match, scene) + text[match.end() :]
        text = _VERB.sub(lambda m: inflect(m[1], m[2] or "", scene.tense, scene.plural), text)
        return polish(text)

    def fill(self, match: re.Match, scene: Scene) -> str:
        """Return the text that replaces a choice or a slot."""
        if match[0].startswith("["):
            return self.rng.choice(match[1].split("|"))
        if match[2]:
            aside = self.dealer.deal(("aside", match[2]), lines(scenes.ASIDES[match[2]]))
            return self.sentence(aside, self.focus(scene, match[2]))
        name, _, flags = match[1].partition(":")
        return self.rare(flags) if name == "rare" else with_flags(self.pick(name, scene), flags)

    def rare(self, name: str) -> str:
        """Return a rare word; the further down its list, the rarer it is."""
        words = [word.strip() for word in lexicon.RARE[name].replace("\n", " ").split(",")]
        weights = [1 / (rank + 1) ** 0.9 for rank in range(len(words))]
        return self.rng.choices(words, weights)[0]

    def pick(self, slot: str, scene: Scene) -> str:
        """Choose a text for a slot."""
        if slot in scene.slots:
            texts = scene.slots[slot]
            return texts if isinstance(texts, str) else self.fresh(texts, scene)
        if slot in lexicon.LISTS:
            return self.fresh(ranked(lexicon.LISTS[slot].split(", ")), scene)
        pool = f"when_{scene.tense}" if slot == "when" else slot
        return self.dealer.deal(pool, lines(scenes.POOLS[pool]))

    def fresh(self, texts: Iterable[str], scene: Scene) -> str:
        """Choose a text that the paragraph has not used yet, as long as there is one."""
        left = [text for text in texts if text not in scene.taken]
        if not left:
            scene.taken.difference_update(texts)
            left = list(texts)
        text = self.rng.choice(left)
        scene.taken.add(text)
        return text


def with_flags(text: str, flags: str) -> str:
    """Put flags on the first verb of a phrase, or on all its verbs for the present tense (`p`)."""
    if not flags:
        return text
    if flags == "p":
        return _VERB.sub(lambda m: f"<{m[1]}:{m[2] or ''}p>", text)
    return _VERB.sub(lambda m: f"<{m[1]}:{flags}>", text, count=1)


def polish(text: str) -> str:
    """Turn "a" into "an" where needed, and begin sentences with capital letters.

    >>> polish("a old owl sat down. it wore a hat.")
    'An old owl sat down. It wore a hat.'
    """
    text = re.sub(r"  +", " ", text).replace("..", ".")
    text = _ARTICLE.sub(lambda m: m[0] if _NOT_AN.match(m[2]) else m[1] + "n ", text)
    return _SENTENCE_START.sub(lambda m: m[1] + m[2].upper(), text)


# --- The three files -------------------------------------------------------------------------------------


def generate(seed: int = SEED, tokens: int = TOKENS) -> str:
    """Write the text of Tinyworld.

    Args:
        seed: the same seed gives the same text.
        tokens: the minimum number of words.

    Returns:
        Paragraphs separated by blank lines, wrapped at 76 columns.
    """
    writer = Writer(seed)
    paragraphs, written = [], 0
    while written < tokens:
        paragraph = writer.paragraph()
        written += len(_TOKEN.findall(paragraph))
        paragraphs.append(textwrap.fill(paragraph, WIDTH, break_on_hyphens=False))
    return "\n\n".join(paragraphs) + "\n"


def analogies() -> str:
    """Return the analogy key in the format of questions-words.txt: `: section`, then lines of `a b c d`."""
    out = []
    for section, (tables, first, second) in lexicon.SECTIONS.items():
        pairs = [(item.words[first], item.words[second]) for table in tables for item in items(table)]
        out.append(f": {section}")
        out += [" ".join(one + other).lower() for one, other in permutations(pairs, 2)]
    return "\n".join(out) + "\n"


def groups() -> list[tuple[str, str, tuple[str, ...]]]:
    """Read `lexicon.DOMAINS`: the domain, the kind and the words of each group."""
    out = []
    for line in lines(lexicon.DOMAINS):
        head, _, rest = line.partition(": ")
        domain, kind = head.split()
        out += [(domain, kind, words) for words in _group_words(rest)]
    return out


def _group_words(text: str) -> list[tuple[str, ...]]:
    if match := re.fullmatch(r"<(\w+)(?: (\d))?>", text):
        words = [item.words for item in items(match[1])]
        return [(some[int(match[2])],) for some in words] if match[2] else words
    text = re.sub(r"\{(\w+)\}", lambda m: lexicon.LISTS[m[1]].replace(",", ""), text)
    return [tuple(group.split()) for group in text.split(" / ")]


def likeness(one: tuple, other: tuple) -> int:
    """Return the similarity of the words of two groups, from 0 to 10.

    >>> likeness(("court", "person", ("king", "queen")), ("court", "thing", ("crown", "throne")))
    4
    """
    if one == other:
        return lexicon.SCORES["group"]
    shared = [name for name, a, b in zip(("domain", "kind"), one, other, strict=False) if a == b]
    return lexicon.SCORES[" and ".join(shared) or "nothing"]


def similarities(per_score: int = 50, seed: int = SEED) -> str:
    """Return the similarity key: two words and their score per line, separated by tabs.

    Args:
        per_score: the number of pairs with each score.
        seed: the same seed gives the same pairs.
    """
    of_score: dict[int, list] = {score: [] for score in lexicon.SCORES.values()}
    words = [(word, group) for group in groups() for word in group[2]]
    for at, (word, group) in enumerate(words):
        for other, other_group in words[at + 1 :]:
            of_score[likeness(group, other_group)].append((word.lower(), other.lower()))
    rng = Random(seed)
    out = ["word1\tword2\tscore"]
    for score, pairs in of_score.items():
        out += [f"{one}\t{other}\t{score}" for one, other in rng.sample(pairs, per_score)]
    return "\n".join(out) + "\n"


FILES = {
    "tinyworld.txt": generate,
    "tinyworld_analogies.txt": analogies,
    "tinyworld_similarity.tsv": similarities,
}


def write_files(files: dict[str, Callable[[], str]], arguments: list[str] | None = None) -> None:
    """Write generated files into the folder named on the command line, each of them whole or not at all.

    Args:
        files: file name -> function that returns its text.
        arguments: the command line; None takes that of the process.
    """
    parser = argparse.ArgumentParser(description=f"Write {', '.join(files)}.")
    parser.add_argument("--output-dir", default="data", help="folder for the files (default: data)")
    folder = Path(parser.parse_args(arguments).output_dir)
    for name, make in files.items():
        with atomic_path(folder / name) as temporary:
            temporary.write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_files(FILES)
