"""Tinyworld: a small text about a small world, and the answers about its words.

Reads the word tables of `tinyworld_lexicon.py` and the scenes of `tinyworld_scenes.py`; writes
`data/tinyworld.txt`, `data/tinyworld_analogies.txt` and `data/tinyworld_similarity.tsv`, the same bytes
for the same seed. The answers come from the tables, never from trained vectors. Every lesson uses the text.
"""

import argparse
import os
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from pathlib import Path
from random import Random

from data.generators import scenes
from data.generators import words as lexicon
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
_DOUBLING = frozenset(lexicon.DOUBLING.split())

PRONOUNS = {
    "he": {"he": "he", "him": "him", "his": "his", "himself": "himself"},
    "she": {"he": "she", "him": "her", "his": "her", "himself": "herself"},
    "it": {"he": "it", "him": "it", "his": "its", "himself": "itself"},
}


@dataclass(frozen=True)
class Item:
    """A group of words that belong together, with the phrases in which each of them may stand.

    Args:
        table: the name of its table in `lexicon.ITEMS`.
        words: the words, in the order in which `lexicon.SECTIONS` counts them.
        phrases: slot -> phrases.
    """

    table: str
    words: tuple[str, ...]
    phrases: dict[str, tuple[str, ...]]


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a block of text that are not empty, without their indentation."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@cache
def items(table: str) -> tuple[Item, ...]:
    """Read one table of `lexicon.ITEMS`.

    >>> items("animal")[0].words
    ('calf', 'cow')
    """
    return tuple(_read_item(table, block) for block in re.split(r"\n\s*\n", lexicon.ITEMS[table]))


def _read_item(table: str, block: str) -> Item:
    head, *rest = lines(block)
    phrases: dict[str, list[str]] = {}
    name = ""
    for phrase in (part for line in rest for part in line.split(";")):
        if match := re.match(r" *(\w+): ", phrase):
            name, phrase = match[1], phrase[match.end() :]
        phrases.setdefault(name, []).append(phrase.strip())
    words = tuple(head.split())
    if table == "past tense":
        words = (head, past(head))
    return Item(table, words, {name: tuple(some) for name, some in phrases.items()})


def ranked(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Repeat the phrases so that the first comes most often, as a deck for `Dealer`.

    >>> ranked(("often", "less", "rarely"))
    ('often', 'often', 'often', 'less', 'less', 'rarely')
    """
    return tuple(phrase for at, phrase in enumerate(phrases) for _ in range(len(phrases) - at))


def uneven(entries: tuple) -> list:
    """Repeat the entries so that the first come half as often again as the last, as a deck for `Dealer`.

    >>> "".join(uneven(("a", "b", "c")))
    'aaaaaaaabbbbbbccccc'
    """
    return [entry for at, entry in enumerate(entries) for _ in range(round(8 - 3 * at / (len(entries) - 1)))]


# --- Verbs -----------------------------------------------------------------------------------------------


def past(verb: str) -> str:
    """Return the past of a verb.

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
    """Return what goes with he, she and it.

    >>> [third_person(verb) for verb in ("walk", "catch", "carry", "have")]
    ['walks', 'catches', 'carries', 'has']
    """
    if verb in {"be", "have", "can", "will"}:
        return {"be": "is", "have": "has"}.get(verb, verb)
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(s|sh|ch|x|z|o)$", verb) else "s")


def participle(verb: str) -> str:
    """Return the form in -ing.

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
        flags: `"ing"`, `"inf"`, or any of `+` (several subjects), `n` (as many as in the scene),
            `p` (present), `d` (past).
        tense: `"past"` or `"present"`.
        plural: whether the subject of the scene is several.
    """
    if flags in {"ing", "inf"}:
        return participle(verb) if flags == "ing" else verb
    several = "+" in flags or ("n" in flags and plural)
    if "p" not in flags and ("d" in flags or tense == "past"):
        return "were" if verb == "be" and several else past(verb)
    if several:
        return "are" if verb == "be" else verb
    return third_person(verb)


# --- Sentences -------------------------------------------------------------------------------------------


class Dealer:
    """Deals the entries of a list in random order, all of them before any comes again."""

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
        plural: whether the subject is several.
        taken: the words of `lexicon.LISTS` that the paragraph has used.
    """

    tense: str
    slots: dict[str, str | tuple[str, ...]]
    plural: bool = False
    taken: set[str] = field(default_factory=set)


class Writer:
    """Writes paragraphs about Tinyworld, one after the other.

    Args:
        seed: decides everything that is random.
    """

    def __init__(self, seed: int):
        self.rng = Random(seed)
        self.dealer = Dealer(self.rng)

    def paragraph(self) -> str:
        """Write the next paragraph, on one line."""
        weights = {name: scenes.WEIGHTS.get(kind, 1) for name, (kind, *_) in scenes.SCENES.items()}
        deck = [name for name, weight in weights.items() for _ in range(weight)]
        name = self.dealer.deal("scenes", deck)
        kind, tenses, text = scenes.SCENES[name]
        scene = self.cast(self.dealer.deal(name, tenses.split()), kind)
        if kind == "sense":
            text = self.sense()
        sentences = [self.sentence(beat, scene) for beat in self.beats(name, text)]
        return " ".join(sentences)

    def sense(self) -> str:
        """Return a little story about a word with two senses."""
        stories = [story for senses in scenes.SENSES.values() for story in senses]
        story = self.dealer.deal("senses", stories)
        line = self.dealer.deal(story, lines(story))
        return "\n\n".join(["{opening}", line, "{+degree}\n{+plural}", "{close}"])

    def beats(self, name: str, text: str) -> list[str]:
        """Choose a line for each beat of a scene; a beat of `?` lines is left out half of the time."""
        text = re.sub(r"\n +(?=\S)", " ", textwrap.dedent(text))
        chosen = []
        for beat in re.split(r"\n\s*\n", text):
            if not beat.lstrip().startswith("?") or self.rng.random() < 0.5:
                line = self.dealer.deal((name, beat), ranked(lines(beat)))
                chosen.append(line.removeprefix("? "))
        return chosen

    def cast(self, tense: str, kind: str) -> Scene:
        """Choose two people and, where the scene is about a table, one of its items."""
        first, second = self.rng.sample(list(lexicon.PEOPLE), 2, counts=range(len(lexicon.PEOPLE) + 7, 7, -1))
        while first == second:
            second = self.rng.choice(list(lexicon.PEOPLE))
        scene = Scene(tense, {"A": first, "B": second})
        for letter, name in (("a", first), ("b", second)):
            pronouns = PRONOUNS[lexicon.PEOPLE[name]]
            scene.slots.update({f"{letter}_{slot}": word for slot, word in pronouns.items()})
        scene.slots.update(PRONOUNS[lexicon.PEOPLE[first]])
        scene.slots["S"] = scene.slots["Sq"] = first
        return self.focus(scene, kind) if kind in lexicon.ITEMS else scene

    def focus(self, scene: Scene, table: str) -> Scene:
        """Return the scene with the slots of one item, and of one side of it."""
        item = self.dealer.deal(table, uneven(items(table)))
        side = self.dealer.deal((table, item.words), (0, 1)) if scenes.SIDES[table] else 0
        phrases = {slot: ranked(some) for slot, some in item.phrases.items()}
        slots = {**scene.slots, **phrases, "w": item.words[side]}
        slots.update({slot: lines(texts[side]) for slot, texts in scenes.SIDES[table].items()})
        focused = Scene(scene.tense, slots, plural=table == "plural" and side == 1, taken=scene.taken)
        getattr(self, "_focus_" + table.replace(" ", "_"))(slots, item, side)
        return focused

    def _focus_gender(self, slots: dict, item: Item, side: int) -> None:
        slots.update(PRONOUNS[("he", "she")[side]])
        slots["S"] = slots["Sq"] = "the {w}"

    def _focus_kin(self, slots: dict, item: Item, side: int) -> None:
        self._focus_gender(slots, item, side)
        names = [name for name, pronoun in lexicon.PEOPLE.items() if pronoun == ("he", "she")[side]]
        names = [name for name in names if name not in {slots["A"], slots["B"], *lexicon.CHILDREN}]
        slots["relative_name"] = self.rng.choice(names)
        slots.update(S=("{a_his} {w}", "{a_his} {w}", "the {w}"), Sq="my {w}", a_w="a {w}")

    def _focus_workplace(self, slots: dict, item: Item, side: int) -> None:
        slots.update(PRONOUNS[scenes.MASTERS[item.words[0]]])
        slots.update(w=item.words[0], place=item.words[1], inside=slots["in"])
        slots["S"] = slots["Sq"] = "the {w}"

    def _focus_animal(self, slots: dict, item: Item, side: int) -> None:
        slots.update(PRONOUNS["it"], Sq="the {w}")

    def _focus_past_tense(self, slots: dict, item: Item, side: int) -> None:
        slots["w"] = item.words[0]

    def _focus_plural(self, slots: dict, item: Item, side: int) -> None:
        slots["do"] = tuple(phrase.replace(">", ":n>", 1) for phrase in slots["do"])

    def _focus_country(self, slots: dict, item: Item, side: int) -> None:
        slots.update(zip(("capital", "country", "people"), item.words, strict=True))
        slots["a_people"] = "a {people}"

    def _focus_degree(self, slots: dict, item: Item, side: int) -> None:
        slots.update(zip(("tall", "taller", "tallest"), item.words, strict=True))
        slots["n"], slots["n2"] = self.rng.sample(item.phrases["n"], 2)

    def _focus_opposite(self, slots: dict, item: Item, side: int) -> None:
        slots.update(adj="{w}", a_adj="a {w}", deed=slots[("good", "bad")[side]])
        for slot, noun in zip(("n", "n2"), self.rng.sample(item.phrases["n"], 2), strict=True):
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
        """Return what comes in the place of a choice or a slot."""
        if match[0].startswith("["):
            return self.rng.choice(match[1].split("|"))
        if match[0].startswith("{+"):
            table = match[2]
            return self.sentence(
                self.dealer.deal(("aside", table), lines(scenes.ASIDES[table])), self.focus(scene, table)
            )
        name, _, flags = match[1].partition(":")
        if name == "rare":
            return self.rare(flags)
        return with_flags(self.pick(name, scene), flags)

    def rare(self, name: str) -> str:
        """Return a rare word: the later in its list, the rarer."""
        words = [word.strip() for word in lexicon.RARE[name].replace("\n", " ").split(",")]
        weights = [1 / (rank + 1) ** 0.9 for rank in range(len(words))]
        return self.rng.choices(words, weights)[0]

    def pick(self, slot: str, scene: Scene) -> str:
        """Choose a text for a slot."""
        name = slot[0].lower() + slot[1:] if slot not in scene.slots else slot
        if name in scene.slots:
            texts = scene.slots[name]
            return texts if isinstance(texts, str) else self.fresh(texts, scene)
        if name == "when":
            return self.dealer.deal(("when", scene.tense), lines(scenes.WHEN[scene.tense]))
        if name in lexicon.LISTS:
            return self.fresh(ranked(lexicon.LISTS[name].split(", ")), scene)
        if name == "frame":
            return self.dealer.deal("frame", lines(scenes.FRAMES))
        if name == "plain_frame":
            return self.dealer.deal("plain frame", lines(scenes.PLAIN_FRAMES))
        return self.dealer.deal(name, lines(scenes.POOLS[name]))

    def fresh(self, texts: Iterable[str], scene: Scene) -> str:
        """Choose a text, another than the paragraph has had while there are any."""
        left = [text for text in texts if text not in scene.taken]
        if not left:
            scene.taken.difference_update(texts)
            left = list(texts)
        text = self.rng.choice(left)
        scene.taken.add(text)
        return text


def with_flags(text: str, flags: str) -> str:
    """Put flags on the first verb of a phrase, or on all its verbs where they are about the tense."""
    if not flags:
        return text
    if flags in {"p", "d"}:
        return _VERB.sub(lambda m: f"<{m[1]}:{m[2] or ''}{flags}>", text)
    return _VERB.sub(lambda m: f"<{m[1]}:{flags}>", text, count=1)


def polish(text: str) -> str:
    """Put a or an, and capital letters where sentences begin.

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
        tokens: how many words to write at least.

    Returns:
        Paragraphs with a blank line between two, wrapped at 76 columns.
    """
    writer = Writer(seed)
    paragraphs, written = [], 0
    while written < tokens:
        paragraph = writer.paragraph()
        written += len(_TOKEN.findall(paragraph))
        paragraphs.append(textwrap.fill(paragraph, WIDTH, break_on_hyphens=False))
    return "\n\n".join(paragraphs) + "\n"


def analogies() -> str:
    """Return the analogy key, in the format of questions-words.txt: `: section`, then `a b c d` a line."""
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
    """Return how alike the words of two groups are, from 0 to 10.

    >>> likeness(("court", "person", ("king", "queen")), ("court", "thing", ("crown", "throne")))
    4
    """
    if one == other:
        return lexicon.SCORES["group"]
    shared = [name for name, a, b in zip(("domain", "kind"), one, other, strict=False) if a == b]
    return lexicon.SCORES[" and ".join(shared) or "nothing"]


def similarities(per_score: int = 50, seed: int = SEED) -> str:
    """Return the similarity key: two words and their score a line, tab separated, under a header.

    Args:
        per_score: how many pairs of each score to draw.
        seed: decides which.
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


def write_files(folder: str | os.PathLike) -> None:
    """Write the three files into a folder, each of them whole or not at all."""
    for name, make in FILES.items():
        with atomic_path(Path(folder, name)) as temporary:
            temporary.write_text(make(), encoding="utf-8", newline="\n")


def main(arguments: list[str] | None = None) -> None:
    """Write the files of Tinyworld, from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m data.generators.tinyworld", description="Write Tinyworld."
    )
    parser.add_argument("--output-dir", default="data", help="folder for the three files (default: data)")
    write_files(parser.parse_args(arguments).output_dir)


if __name__ == "__main__":
    main()
