"""A page to save or print, which shows what a reader has done in the course.

Reads the file of `progress`, and maybe the reader's vectors; makes an HTML page that needs no network.
"""

import html
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from w2v_helpers._checks import atomic_path, html_table
from w2v_helpers.exercises.comparing import shown
from w2v_helpers.exercises.progress import read_progress
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import Vocabulary

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>My word2vec course</title><style>
body {{ font: 12pt/1.4 sans-serif; color: black; background: white; max-width: 40em; margin: 2em auto }}
table {{ border-collapse: collapse; width: 100%; margin: 1.5em 0; break-inside: avoid }}
th, td {{ border-bottom: 1px solid silver; padding: 0.2em 0.6em; text-align: left }}
</style></head><body>{body}</body></html>"""


@dataclass(frozen=True, repr=False)
class Certificate:
    """A page that was written. Jupyter shows its `body`."""

    path: Path
    body: str

    def __repr__(self) -> str:
        return f"Your certificate is {self.path}. Open it in a browser to print it."

    def _repr_html_(self) -> str:
        return f"{self.body}<p>{html.escape(repr(self))}</p>"


def certificate(
    name: str = "",
    vectors: WordVectors | None = None,
    path: str | Path = "certificate.html",
    words: tuple[str, ...] = ("king", "sea"),
) -> Certificate:
    """Write a page with your name, the exercises you have solved, and what your vectors know about `words`.

    Raises:
        ValueError: `name` is not a string, or `vectors` are not word vectors.
    """
    from w2v_helpers.exercises import LESSONS, lesson  # which imports this module

    if not isinstance(name, str):
        raise ValueError(f"name must be a string, not {shown(name)}.")
    finished, lessons = read_progress(), {title: lesson(title).exercises for title in LESSONS}
    solved = {title: len(asked.keys() & set(finished.get(title, []))) for title, asked in lessons.items()}
    rows = [[title.replace("_", " "), f"{solved[title]} of {len(lessons[title])}"] for title in LESSONS]
    rows.append(["all lessons", f"{sum(solved.values())} of {sum(map(len, lessons.values()))}"])
    body = f"<h1>My word2vec course</h1><p>{html.escape(name)}</p><p>{date.today():%d %B %Y}</p>"
    body += html_table(["lesson", "exercises solved"], rows)
    body += "" if vectors is None else html_table(["my vectors", ""], _facts(vectors, words))
    with atomic_path(path) as temporary:
        temporary.write_text(PAGE.format(body=body), encoding="utf-8")
    return Certificate(Path(path), body)


def _facts(vectors: WordVectors, words: tuple[str, ...]) -> list[list[str]]:
    """Return the size of vectors, the scores that can be given, and the neighbours of words."""
    from w2v_helpers.evaluation import evaluate_analogies, evaluate_similarity  # loads SciPy

    if not isinstance(vectors, WordVectors) or len(vectors) < 2:
        raise ValueError(f"vectors must be word vectors, as w2v.train makes them, not {shown(vectors)}.")
    right, ranks = evaluate_analogies(vectors), evaluate_similarity(vectors)
    facts = [["size", f"{len(vectors):,} words, {vectors.vector_size:,} dimensions"]]
    if right.total:
        facts.append(["analogies", f"{right.correct:,} of {right.total:,} right"])
    if ranks.pairs >= 3:  # fewer have no correlation
        facts.append(["similarity", f"Spearman {ranks.spearman:.2f}, {ranks.pairs:,} pairs"])
    for word in Vocabulary(vectors.words, [0] * len(vectors)).examples(words, len(words)):
        facts.append([f"nearest to {word}", ", ".join(near for near, _ in vectors.most_similar(word))])
    return facts
