"""Short reviews of invented films, each labelled positive or negative.

Reads the word lists and sentence patterns below; writes `data/reviews.tsv`, the same bytes for the same seed.
The test reviews are made from other sentence patterns than the training reviews.
"""

import re
from random import Random

from data.generators.tinyworld import Dealer, lines, polish, ranked, write_files

SEED = 7
SIZES = {"train": 1600, "test": 400}
KINDS = {"plain": 12, "negation": 4, "mixed": 3, "trap": 1}  # how many of 20 reviews
HEADER = "split\tkind\tlabel\treview"
LABELS = ("negative", "positive")

_SLOT = re.compile(r"\{([a-z]+)(\d?)\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")

# Aspects of a film: nouns, words of praise, words of blame, the most frequent first. A star marks nouns that
# cannot have "a" before them.
ASPECTS = {
    "acting": (
        "acting*, cast, leading actor, leading actress, old actor, supporting cast",
        "convincing, natural, charming, warm, subtle, honest, restrained, electric, heartfelt, nuanced",
        "wooden, stiff, lifeless, unconvincing, flat, forced, awkward, hammy, cold, listless",
    ),
    "story": (
        "story, plot, script, mystery, idea",
        "gripping, clever, original, touching, surprising, moving, thoughtful, tense, rich, intricate",
        "predictable, thin, silly, confusing, tired, pointless, clumsy, hollow, muddled, stale",
    ),
    "dialogue": (
        "dialogue, writing*, banter*, last speech",
        "witty, sharp, funny, crisp, lively, tender, quotable, smart",
        "stilted, clunky, corny, trite, leaden, shallow, laboured, witless",
    ),
    "music": (
        "music*, score, singing*, song at the end",
        "haunting, beautiful, stirring, lovely, memorable, delicate, rousing, soothing",
        "shrill, loud, intrusive, forgettable, syrupy, monotonous, tinny, grating",
    ),
    "pictures": (
        "photography*, look, camera work*, lighting*, scenery*, set design",
        "gorgeous, stunning, elegant, bold, breathtaking, vivid, luminous, handsome",
        "ugly, murky, cheap, drab, blurry, gloomy, garish, shoddy",
    ),
    "pace": (
        "pace, editing*, middle part, first hour, last hour",
        "brisk, assured, taut, lively, absorbing, smooth, energetic, exciting",
        "slow, sluggish, uneven, tedious, endless, plodding, dreary, sleepy",
    ),
    "ending": (
        "ending, last scene, finale, solution",
        "satisfying, powerful, perfect, unforgettable, graceful, moving, inspired, rewarding",
        "abrupt, weak, disappointing, absurd, rushed, lazy, implausible, empty",
    ),
    "humour": (
        "humour*, running joke, clowning*, joke about the hat",
        "hilarious, delightful, funny, gentle, playful, infectious, clever, irresistible",
        "crude, childish, lame, painful, dated, tasteless, feeble, annoying",
    ),
}
GOOD = """good, great, wonderful, excellent, brilliant, superb, fine, lovely, fresh, enchanting, marvellous,
    terrific, magnificent, splendid, remarkable, glorious, masterly, dazzling"""
BAD = """bad, boring, terrible, awful, dull, poor, dreadful, mediocre, horrible, tiresome, lousy, dismal,
    miserable, worthless, ridiculous, insipid, wretched, abysmal"""
LISTS = {
    "film": "film, movie, picture, drama, comedy, thriller, western, romance, adventure",
    "very": "very, really, rather, truly",
    "truly": "truly, really, simply",
    "who": """a young baker, two sisters, an old sailor, a clockmaker, a tired policeman, a farmer's son,
        a runaway queen, a country doctor, three thieves, a lonely teacher, a circus rider, a shy gardener""",
    "where": """in a harbour town, on a small island, in the mountains, at an old inn, in a big city,
        on a farm, near the border, in a snowed-in village, aboard a steamship, at a boarding school""",
    "deed": """looks for a lost ring, inherits a mill, falls in love with a stranger, must hide from the duke,
        finds a map, returns after twenty years, opens a restaurant, solves a murder, learns to fly,
        smuggles letters, adopts a bear, builds a boat""",
    "deeds": """look for a lost ring, inherit a mill, must hide from the duke, find a map,
        return after twenty years, open a restaurant, solve a murder, learn to fly, smuggle letters,
        adopt a bear, build a boat""",
    "when": "last night, on Sunday, yesterday, last week, on a rainy evening, at the festival, on the train",
    "whom": "my sister, a friend, my parents, the children, my neighbour, my old teacher",
}

# The sentences. {noun} is an aspect, {one} such a noun that can have "a" before it, {adj} a word about it
# that fits the label, {anti} one that would fit the other label. A digit marks what is about a second aspect.
# {gadj} and {ganti} are such words about the whole film.
PREMISE = {
    "train": """
        It is about {who} who {does} {where}.
        In this {film} {who} {does} {where}.
        I saw it {when} with {whom}.
        The [director|writer] has made [three|five|several] films before.
        The scene is [a small town|a palace|a railway station], where {who} {does}.
        It was made [in the sixties|ten years ago|with little money], and I saw it {when}.
        {who}, a [secret|letter|long journey]: the {film} begins {where}.
        We watched it {when}.
    """,
    "test": """
        The camera follows {who} {where}.
        {whom} took me to see it {when}.
        The posters show {who} {where}.
        This {film} runs for [two|three] hours and I watched it {when}.
    """,
}
PLAIN = {
    "train": """
        The {noun} is {very} {adj}.
        The {noun} is {adj} and the {noun2} {adj2}.
        I found the {noun} {adj}.
        What a {gadj} {film}!
        The {noun} is {adj} from beginning to end.
        A {gadj} {film} with a {adj} {one}.
        Everything about the {noun} is {adj}.
        This is a {truly} {gadj} {film}.
        The {noun}, {adj} and {adj}, says it all.
        It has a {adj} {one} and a {adj2} {one2}.
        I thought that the {noun} was {very} {adj}.
        {adj} {noun}, {adj2} {noun2}.
        My [sister|friend|wife|husband] called it {gadj}, and so do I.
        The {noun} is {adj}, the {noun2} is {adj2}, and the {film} as a whole is {gadj}.
        In a word: {gadj}.
        The {noun} felt {adj} to me.
        Such a {adj} {one}!
        A {very} {adj} {one} and a {gadj} idea.
        The critics say {gadj}, and they are right.
        Its {noun} stays {adj} until the last minute.
    """,
    "test": """
        {truly} {gadj}: that goes for the {noun} and the {noun2}.
        For me the {noun} was {adj}, and the {noun2}, too, {adj2}.
        Here is a {film} whose {noun} is {adj}.
        With a {one} this {adj}, the result is {gadj}.
        Rarely have I met a {one} as {adj} as this.
        You notice first how {adj} the {noun} is, then how {gadj} the rest.
        {adj}, {adj}, {adj}: three words for the {noun}.
        The {film} offers a {adj} {one} beside a {very} {adj2} {one2}.
        How {adj} the {noun} is, and how {gadj} the whole thing!
        The best word for the {noun} is {adj}, for the {film} {gadj}.
    """,
}
VERDICT = {
    "positive": {
        "train": """
            I loved it.
            I would watch it again tomorrow.
            Highly recommended.
            I laughed and cried.
            Do see it.
            I enjoyed every minute.
            Worth every penny.
            One of my favourites.
            I left the cinema smiling.
        """,
        "test": """
            I enjoyed all of it and recommended it to {whom}.
            A favourite that I loved.
            We laughed, and would watch it once more.
        """,
    },
    "negative": {
        "train": """
            I hated it.
            I nearly fell asleep.
            Avoid it.
            What a waste of time.
            I wanted my money back.
            I left before the end.
            Save your money.
            I regret every minute.
            It bored me to tears.
        """,
        "test": """
            A waste of money, and I hated all of it.
            We left early, bored and half asleep.
            Avoid this one, as I told {whom}.
        """,
    },
}
NEGATION = {
    "train": """
        The {noun} is not {anti}.
        It is not {ganti} at all.
        The {noun} is never {anti}.
        Not {ganti}, this {film}.
        I did not find it {ganti}.
        The {noun} isn't {anti}, and the {noun2} isn't {anti2} either.
        The {noun} is not {anti} and not {anti}.
        Nothing about the {noun} is {anti}.
        Not {anti}, not {anti}: the {noun} is {adj}.
        It is not a {ganti} {film}.
        There is no {anti} {noun} here.
        The {noun} is hardly {anti}.
    """,
    "test": """
        You could not call the {noun} {anti}, and it is not {ganti}.
        I was told that it is {ganti}, but it is not {ganti}.
        No, not {anti}, and the {noun} is never {anti} for a moment.
        The {noun} of this {film} is not {anti} in any scene.
        Here the {noun} isn't {anti}.
    """,
}
MIXED = {
    "train": """
        The {noun} is {anti}, but the {noun2} is {adj2} and the {noun3} {adj3}.
        Although the {noun} is {anti}, the {film} is {gadj}.
        The {noun} begins {anti}, but it ends {adj} and {adj}.
        The {noun} may be {anti}; still, the {noun2} is {adj2} and the {noun3} is {adj3}.
        Yes, the {noun} is {anti}, yet everything else is {gadj}.
        Despite the {anti} {noun} it is a {gadj} {film}.
        The {anti} {noun} cannot change that the {noun2} is {adj2}.
    """,
    "test": """
        Even with a {anti} {one} the whole is {gadj}, for the {noun2} is {adj2}.
        Never mind the {anti} {noun}; what counts is the {adj2} {noun2}.
        Its {noun} is {anti}, its {noun2} {adj2}, and the second matters more: {gadj}.
        First the {noun} seems {anti}, and then it turns out {adj} and {adj}.
    """,
}
TRAP = {
    "positive": {
        "train": """
            I expected a {ganti} {film} and was wrong.
            The trailer looks {ganti}, the film does not.
            Those who call it {ganti} cannot have seen it.
            I came to hate it and could not.
            Forget the {ganti} reviews.
        """,
        "test": """
            How wrong I was to expect something {ganti}.
            I had feared a {ganti} {film} with a {anti} {one}, without reason.
            Whoever finds this {ganti} has slept through it.
        """,
    },
    "negative": {
        "train": """
            I expected a {ganti} {film} and was let down.
            It could have been {ganti}.
            I really wanted to love it.
            The trailer promises a {ganti} {film}.
            Others may call it {ganti}.
        """,
        "test": """
            With a better script this might have become {ganti}.
            I had hoped for a {ganti} {film} with a {anti} {one}, in vain.
            Where is the {ganti} {film} that the posters promise?
        """,
    },
}
# The kinds of sentences of a review, in any order; those in brackets are left out half of the time.
PLANS = {
    "plain": ("plain", "plain", "(plain)", "(verdict)"),
    "negation": ("negation", "plain", "plain", "(negation)"),
    "mixed": ("mixed", "plain", "(verdict)"),
    "trap": ("trap", "plain", "(verdict)"),
}
PATTERNS = {
    "premise": PREMISE,
    "plain": PLAIN,
    "verdict": VERDICT,
    "negation": NEGATION,
    "mixed": MIXED,
    "trap": TRAP,
}


def words_of(text: str) -> tuple[str, ...]:
    """Split a list at its commas.

    >>> words_of("good, very fine,\\n  great")
    ('good', 'very fine', 'great')
    """
    return tuple(" ".join(part.split()) for part in text.split(","))


def patterns(kind: str, split: str, label: str) -> tuple[str, ...]:
    """Return the sentence patterns of a kind.

    Args:
        kind: a key of `PATTERNS`.
        split: `"train"` or `"test"`; no pattern is in both.
        label: `"positive"` or `"negative"`; most patterns are for both.
    """
    found = PATTERNS[kind]
    return lines(found[label][split] if label in found else found[split])


class ReviewWriter:
    """Writes reviews of one split, one after the other.

    Args:
        split: `"train"` or `"test"`, which decides the sentence patterns.
        seed: the same seed gives the same reviews.
    """

    def __init__(self, split: str, seed: int):
        self.split = split
        self.rng = Random(f"{split} {seed}")
        self.dealer = Dealer(self.rng)

    def review(self, kind: str, label: str) -> str:
        """Write a review of a kind, a key of `PLANS`, that has a label."""
        plan = [part for part in PLANS[kind] if not part.startswith("(") or self.rng.random() < 0.5]
        self.rng.shuffle(plan)
        if self.rng.random() < 0.7:
            plan.insert(0, "premise")
        chosen: list[str] = []
        for part in plan:
            pattern = self.deal(part.strip("()"), label)
            chosen.append(self.deal(part.strip("()"), label) if pattern in chosen else pattern)
        return " ".join(self.sentence(pattern, label) for pattern in chosen)

    def deal(self, kind: str, label: str) -> str:
        """Take the next sentence pattern of a kind."""
        return self.dealer.deal((kind, label), patterns(kind, self.split, label))

    def sentence(self, pattern: str, label: str) -> str:
        """Fill the slots of a pattern; a noun and the words about it go together."""
        text = _CHOICE.sub(lambda match: self.rng.choice(match[1].split("|")), pattern)
        aspects = self.rng.sample(list(ASPECTS), 4)
        lists = [self.lists(aspect, label == "positive") for aspect in aspects]
        taken: set[str] = set()
        filled = _SLOT.sub(lambda match: self.pick(lists[int(match[2] or 0)][match[1]], taken), text)
        return polish(filled[0].upper() + filled[1:])

    def lists(self, aspect: str, is_positive: bool) -> dict[str, str]:
        """Return what the slots that are about one aspect of the film may stand for."""
        nouns, *judgements = ASPECTS[aspect]
        own, other = judgements if is_positive else judgements[::-1]
        general, opposite = (GOOD, BAD) if is_positive else (BAD, GOOD)
        countable = ",".join(noun for noun in nouns.split(",") if not noun.endswith("*"))
        who = self.pick(LISTS["who"], set())
        deeds = LISTS["deeds" if who.startswith(("two", "three")) else "deed"]
        judged = {"adj": own, "anti": other, "gadj": general, "ganti": opposite}
        about = {"noun": nouns.replace("*", ""), "one": countable, "who": who, "does": deeds}
        return {**LISTS, **judged, **about}

    def pick(self, words: str, taken: set[str]) -> str:
        """Choose from a list, the first most often, and nothing twice in a sentence."""
        chosen = self.rng.choice([word for word in ranked(words_of(words)) if word not in taken])
        taken.add(chosen)
        return chosen


def generate(seed: int = SEED) -> str:
    """Write the table of reviews.

    Args:
        seed: the same seed gives the same table.

    Returns:
        Tab-separated lines under a header: split, kind, label, review.
    """
    out = [HEADER]
    for split, size in SIZES.items():
        writer = ReviewWriter(split, seed)
        kinds = [kind for kind, share in KINDS.items() for _ in range(share)]
        rows: dict[str, str] = {}
        while len(rows) < size:
            kind, label = kinds[len(rows) // 2 % len(kinds)], LABELS[len(rows) % 2]
            rows[writer.review(kind, label)] = f"{split}\t{kind}\t{label}"
        written = [f"{head}\t{review}" for review, head in rows.items()]
        writer.rng.shuffle(written)
        out += written
    return "\n".join(out) + "\n"


FILES = {"reviews.tsv": generate}

if __name__ == "__main__":
    write_files(FILES)
