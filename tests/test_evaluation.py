"""The scores: by hand, as gensim counts them, and what is done with files of another kind."""

import itertools

import numpy as np
import pytest

from w2v_helpers import evaluation
from w2v_helpers.baselines import untrained
from w2v_helpers.evaluation import (
    AnalogyScores,
    SimilarityScore,
    compare,
    evaluate_analogies,
    evaluate_similarity,
    neighbour_agreement,
)
from w2v_helpers.text.corpus import load_corpus
from w2v_helpers.vectors import WordVectors

ROWS = [[1, 0.2, 1], [1, 0.2, -1], [1, 2, 1], [1, 2, -1], [-1, 0.1, -1]]
SQUARE = WordVectors(["man", "woman", "king", "queen", "road"], ROWS)


def write(folder, text: str):
    """Write a file and return its path."""
    path = folder / "key.txt"
    path.write_text(text, encoding="utf-8")
    return path


def gensims(vectors: WordVectors):
    """Make gensim's object of our vectors."""
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    theirs = models.KeyedVectors(vector_size=vectors.matrix.shape[1])
    theirs.add_vectors(vectors.words, vectors.matrix)
    return theirs


def gensims_analogies(vectors: WordVectors, path, restrict_vocab: int) -> dict[str, tuple[int, int]]:
    """Score with gensim: section → (right, asked)."""
    _, sections = gensims(vectors).evaluate_word_analogies(str(path), restrict_vocab=restrict_vocab)
    counts = {s["section"]: (len(s["correct"]), len(s["correct"]) + len(s["incorrect"])) for s in sections}
    del counts["Total accuracy"]
    return counts


# Analogies


def test_analogies_by_hand(tmp_path):
    gender = ": gender\nman woman king queen\nking queen man woman\n"
    other = ": other\nman woman king road\nman king woman duchess\n"
    scores = evaluate_analogies(SQUARE, write(tmp_path, f"{gender}\n{other}"))
    assert scores.sections == {"gender": (2, 2), "other": (0, 1)}
    assert (scores.correct, scores.total, scores.skipped, scores.accuracy) == (2, 3, 1, pytest.approx(2 / 3))
    assert [" ".join(line.split()) for line in str(scores).splitlines()] == [
        "section right asked share",
        "gender 2 2 100.0%",
        "other 0 1 0.0%",
        "all 2 3 66.7%",
        "1 questions skipped: a word has no vector",
    ]


def test_a_word_of_the_question_is_never_the_answer_in_whatever_case(tmp_path):
    # Without this rule "King" itself would be nearest to woman - man + king.
    words = ["man", "woman", "king", "queen", "King", "road"]
    matrix = [[1, 0, 0], [1, 0.1, 0], [0, 0.1, 1], [0, 0.9, 1], [0, 0.1, 1], [-1, -1, -1]]
    path = write(tmp_path, ": a\nman woman king queen\n")
    assert evaluate_analogies(WordVectors(words, matrix), path).correct == 1
    # And the answer counts in whatever case it comes.
    words[3], words[5], matrix[5] = "Queen", "queen", [0, 0.5, 1]
    assert evaluate_analogies(WordVectors(words, matrix), path).correct == 1


def random_questions(rng: np.random.Generator, words: list[str]) -> str:
    """Write questions about random words, some of them unknown, in any case, in four sections."""
    lines = []
    for section in range(4):
        lines.append(f": section {section}")
        for _ in range(150):
            four = rng.choice([*words, "unheard"], 4, replace=rng.random() < 0.2)
            lines.append(" ".join(rng.choice([word, word.upper(), word.title()]) for word in four))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("restrict_vocab", [300_000, 12])
@pytest.mark.parametrize("seed", range(6))
def test_analogies_are_counted_as_by_gensim_on_random_vectors(tmp_path, seed, restrict_vocab):
    # Few words in few dimensions, so that many answers are right; every third word stands there in two cases.
    rng = np.random.default_rng(seed)
    words = [f"word{index}" for index in range(12)]
    spelled = rng.permutation([*words, *(word.title() for word in words[::3])]).tolist()
    vectors = WordVectors(spelled, rng.normal(size=(16, 3)))
    path = write(tmp_path, random_questions(rng, words))
    scores = evaluate_analogies(vectors, path, restrict_vocab=restrict_vocab)
    assert scores.sections == gensims_analogies(vectors, path, restrict_vocab)
    assert scores.correct > 10 and scores.total + scores.skipped == 600 and scores.skipped > 0


def test_a_section_that_comes_twice_is_added_up(tmp_path):
    questions = ": a\nman woman king queen\n: b\nman woman king road\n: a\nking queen man woman\n"
    assert evaluate_analogies(SQUARE, write(tmp_path, questions)).sections == {"a": (2, 2), "b": (0, 1)}


# Similarity


def test_similarity_by_hand(tmp_path):
    # Cosines with sun: hot .8, road .6, cold 0. People say hot, cold, road: one swap, so 1 - 6·2/24 = .5.
    vectors = WordVectors(["sun", "hot", "road", "cold"], [[1, 0], [4, 3], [3, 4], [0, 1]])
    path = write(tmp_path, "sun\thot\t9\nsun\troad\t2\nsun\tcold\t5\nsun\tmoon\t4\n")
    score = evaluate_similarity(vectors, path)
    assert (score.spearman, score.pairs, score.skipped) == (pytest.approx(0.5), 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "sun\thot\t9\nsun\troad\t5\nsun\tcold\t2\n",
        "Word 1,Word 2,Human (mean)\nSun,hot,9.0\nsun,ROAD,5.5\nsun,cold,2\n",  # as WordSim-353 is written
        "# a comment\t1\t2\nword1\tword2\tscore\nsun\thot\t9\textra\nsun\troad\t5\n\nsun\tcold\t2\n",
        "sun , hot , 9\r\nsun, road, 5\r\nsun, cold, 2\r\n",
        "word1\tword2\tPOS\tSimLex999\tconc\nsun\thot\tN\t9\t1.5\nsun\troad\tN\t5\t2.5\nsun\tcold\tA\t2\t9\n",
        "sun\thot\t0.5\t1\nsun\troad\t0\t2\nsun\tcold\t-1\t3\n",  # the first number, also where it is 0
    ],
)
def test_separators_headers_and_comments(tmp_path, text):
    vectors = WordVectors(["sun", "hot", "road", "cold"], [[1, 0], [4, 3], [3, 4], [0, 1]])
    assert evaluate_similarity(vectors, write(tmp_path, text)) == SimilarityScore(pytest.approx(1), 3, 0)


@pytest.mark.parametrize("seed", range(4))
def test_similarity_is_gensims_on_random_vectors(tmp_path, seed):
    rng = np.random.default_rng(seed)
    words = [f"word{index}" for index in range(20)]
    spelled = rng.permutation([*words, *(word.title() for word in words[::4])]).tolist()
    vectors = WordVectors(spelled, rng.normal(size=(25, 4)))
    # Each pair once: of equal cosines, rounding decides which ranks first.
    pairs = rng.permutation(list(itertools.combinations([*words, "unheard"], 2)))[:80]
    rows = [f"{rng.choice([a, a.upper()])}\t{b}\t{rng.random() * 10:.1f}" for a, b in pairs]
    path = write(tmp_path, "# comment\t1\t2\n" + "\n".join(rows) + "\n")
    score = evaluate_similarity(vectors, path)
    _, spearman, unknown = gensims(vectors).evaluate_word_pairs(str(path))
    assert score.spearman == pytest.approx(spearman.statistic, abs=1e-6)
    assert score.pairs + score.skipped == 80 and score.skipped > 0
    assert 100 * score.skipped / 80 == pytest.approx(unknown)


def test_too_few_pairs_have_no_rank(tmp_path):
    score = evaluate_similarity(SQUARE, write(tmp_path, "man\tking\t1\nman\twoman\t2\nman\tmoon\t3\n"))
    assert np.isnan(score.spearman) and (score.pairs, score.skipped) == (2, 1)


# Agreement


def random_vectors(size: int, seed: int = 0) -> WordVectors:
    return WordVectors([f"w{n}" for n in range(size)], np.random.default_rng(seed).normal(size=(size, 8)))


def naive_agreement(first: WordVectors, second: WordVectors, words: list[str], topn: int) -> float:
    """Compare lists of neighbours one by one, without the words that one of the two lacks."""
    shares = []
    for word in words:
        lists = [
            [name for name, _ in one.most_similar(word, topn=len(one)) if name in other][:topn]
            for one, other in ((first, second), (second, first))
        ]
        shares.append(len(set(lists[0]) & set(lists[1])) / topn)
    return sum(shares) / len(shares)


@pytest.mark.parametrize("topn", [1, 3, 10])
def test_agreement_is_that_of_a_slow_loop(topn):
    first, noise = random_vectors(60), random_vectors(60, seed=1)
    order = np.random.default_rng(2).permutation(60)[:50]  # other words, in another order
    near = first.matrix + 0.5 * noise.matrix
    second = WordVectors(["other", *(first.words[n] for n in order)], [noise.matrix[0], *near[order]])
    shared = [word for word in first.words if word in second]
    expected = naive_agreement(first, second, shared, topn)
    assert 0.1 < expected < 0.9
    assert neighbour_agreement(first, second, topn=topn) == pytest.approx(expected)
    asked = [*shared[3:9], "other", "nowhere"]  # the last two are passed over
    few = naive_agreement(first, second, shared[3:9], topn)
    assert neighbour_agreement(first, second, words=iter(asked), topn=topn) == pytest.approx(few) != expected


def test_agreement_of_equal_and_of_unrelated_vectors():
    first = random_vectors(400)
    turned = first.matrix @ np.linalg.qr(random_vectors(8).matrix)[0]  # all angles stay as they are
    assert neighbour_agreement(first, first) == 1
    assert neighbour_agreement(first, WordVectors(first.words, 3 * turned)) > 0.98
    assert neighbour_agreement(first, random_vectors(400, seed=1)) == pytest.approx(10 / 399, abs=0.005)


def test_agreement_on_many_words_asks_frequent_and_rare_ones(monkeypatch):
    monkeypatch.setattr(evaluation, "_ASKED", 10)
    first, second = random_vectors(95), random_vectors(95, seed=1)
    expected = neighbour_agreement(first, second, words=first.words[::10])
    assert neighbour_agreement(first, second) == expected
    assert neighbour_agreement(first, second, words=first.words) != expected


# Several tables side by side


def keys(folder) -> dict:
    """Write small keys for `SQUARE`."""
    questions = ": gender\nman woman king queen\n: other\nman woman king road\nman king a b\n"
    (folder / "q.txt").write_text(questions, encoding="utf-8-sig")
    (folder / "s.tsv").write_text("man\twoman\t9\nman\tking\t5\nman\troad\t1\nman\tmoon\t3\n")
    return {"analogies": folder / "q.txt", "similarity": folder / "s.tsv"}


def test_a_comparison_has_the_scores_of_each(tmp_path):
    options = keys(tmp_path)
    few = WordVectors(SQUARE.words[:2], SQUARE.matrix[:2])
    found = compare({"ours": SQUARE, "few": few}, topn=2, **options)
    assert list(found.rows) == ["ours", "few"] and found["few"].words == 2
    for name, vectors in (("ours", SQUARE), ("few", few)):
        assert found[name].analogies == evaluate_analogies(vectors, options["analogies"])
        assert str(found[name].similarity) == str(evaluate_similarity(vectors, options["similarity"]))
    assert found["ours"].agreement == 1 and np.isnan(found["few"].agreement)
    spearman = f"{found['ours'].similarity.spearman:.3f}"
    assert [" ".join(line.split()) for line in str(found).splitlines()] == [
        "vectors words analogies asked Spearman pairs neighbours of ours",
        f"ours 5 50.0% 2 of 3 {spearman} 3 of 4 100%",
        "few 2 – 0 of 3 – 1 of 4 –",
    ]
    shown = found._repr_html_()
    assert shown.count("<tr>") == 3 and "2 of 3</td>" in shown and shown.count("<table>") == 1


def test_a_comparison_says_who_names_the_neighbours_of_the_first():
    first, other = random_vectors(60), random_vectors(60, seed=1)
    found = compare({"first": first, "other": other}, topn=5)
    assert found["other"].agreement == neighbour_agreement(first, other, topn=5) < 1


def test_a_comparison_uses_the_keys_of_the_embedded_corpus():
    vectors = untrained(load_corpus("tinyworld"))
    found = compare({"ours": vectors, "gensim's": gensims(vectors)}, restrict_vocab=500)
    assert found["ours"].analogies == evaluate_analogies(vectors, restrict_vocab=500)
    assert found["ours"].similarity == evaluate_similarity(vectors) and found["ours"].similarity.pairs == 250
    assert found["gensim's"].analogies == found["ours"].analogies and found["gensim's"].agreement == 1


def test_analogies_are_a_table_in_a_notebook():
    shown = AnalogyScores({"<b>": (1, 2), "empty": (0, 0), "c": (1, 1)}, skipped=7)._repr_html_()
    assert "<caption>7 questions skipped: a word has no vector</caption>" in shown
    assert "&lt;b&gt;" in shown and "empty" not in shown and shown.count("<tr>") == 4
    assert "50.0%<" in shown and "66.7%<" in shown
    assert AnalogyScores().accuracy == 0 and str(AnalogyScores(skipped=3)).splitlines()[1].startswith("all ")


# What is refused

TWELVE = random_vectors(12)
FOUR = "a question has four words, not"
NO_PAIRS = "holds no line of two words and a score, separated by tabs or commas"


@pytest.mark.parametrize(
    ("evaluate", "text", "fact"),
    [
        (evaluate_analogies, ": a\nman woman king\n", f"line 2: {FOUR} 'man woman king'"),
        (evaluate_analogies, ": a\n\na b c d e\n", f"line 3: {FOUR} 'a b c d e'"),
        (evaluate_analogies, "", "holds no question, which is a line of four words"),
        (evaluate_analogies, ": a\n: b\n", "holds no question, which is a line of four words"),
        *((evaluate_similarity, text, NO_PAIRS) for text in ("", "the wide road\n", "a\tb\tnear\n")),
    ],
)
def test_files_of_another_kind_are_refused(tmp_path, evaluate, text, fact):
    path = write(tmp_path, text)
    with pytest.raises(ValueError, match=fact) as error:
        evaluate(SQUARE, path)
    assert str(error.value).startswith(str(path))
    with pytest.raises(FileNotFoundError, match="nowhere.txt"):
        evaluate(SQUARE, tmp_path / "nowhere.txt")


@pytest.mark.parametrize(
    ("call", "options", "fact"),
    [
        (evaluate_analogies, {"restrict_vocab": None}, "restrict_vocab must be an int"),
        (neighbour_agreement, {"second": random_vectors(11)}, "share 11 words: for topn=10 they need .* 12"),
        (neighbour_agreement, {"second": TWELVE, "words": ["no"]}, "must have at least one of the words"),
        (neighbour_agreement, {"second": TWELVE, "topn": 0}, "topn must be an integer of at least 1, not 0"),
        (lambda _: compare({}), {}, "compare needs at least one table of vectors, not none"),
        (lambda _: compare({"m": np.eye(2)}), {}, "needs WordVectors, or gensim's KeyedVectors, not ndarray"),
        (lambda v: compare({"ours": v}, topn=0), {}, "topn must be an integer of at least 1, not 0"),
        (lambda v: compare({"ours": v})["theirs"], {}, "'theirs' was not compared, only ours"),
    ],
)
def test_bad_values_are_refused(call, options, fact):
    with pytest.raises((ValueError, KeyError), match=fact):
        call(TWELVE, **options)
