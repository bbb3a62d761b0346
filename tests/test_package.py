"""The package as a whole: its table of contents, what imports what, and that the libraries stay silent."""

import ast
import importlib
import inspect
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

import w2v_helpers

PACKAGE = Path(w2v_helpers.__file__).parent
STAGES = """tokens segmenters decoding files downloads sources corpus phrases numbering vocabulary description
    skipgrams subsampling negatives dataset model exchange embeddings blocks training callbacks
    evaluation baselines reviews classifier""".split()
PICTURES = [
    "projection",
    "plotting",
    "interactive",
    "controls",
]  # imported by no stage, each by those behind it
# Importer and imported: only when a function is called, so that no import goes in circles.
LATE = {("corpus", "description"), ("description", "plotting")}
TOOLS = {"checks", "quiet", "tables"}  # any stage may use them
ONLY_NUMPY = """tokens segmenters corpus phrases vocabulary description skipgrams subsampling negatives
    exchange embeddings evaluation""".split()


def run(code: str) -> subprocess.CompletedProcess:
    """Run code in a fresh process."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def imports_of(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, anywhere in it, but for those in LATE."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {module for importer, module in LATE if importer == path.stem and path.parent == PACKAGE}
    return modules_in(tree) - (late - modules_in(*imports_when_loaded(tree)))


def imports_when_loaded(tree: ast.Module) -> list[ast.stmt]:
    """Return the statements that run on import, those for type checkers left out."""
    functions = (ast.FunctionDef, ast.ClassDef)
    return [
        n for n in tree.body if not isinstance(n, functions) and "TYPE_CHECKING" not in ast.unparse(n)[:20]
    ]


def modules_in(*trees: ast.AST) -> set[str]:
    """Return the modules of the package that some code imports, anywhere in it."""
    found = set()
    for node in itertools.chain.from_iterable(map(ast.walk, trees)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "there is a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("w2v_helpers.")}
    return found


def public_callables(module) -> list[tuple[str, object]]:
    """List the public functions of a module, its classes, and their public methods and properties."""
    found = []
    for name, item in vars(module).items():
        if name.startswith("_") or getattr(item, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(item) or inspect.isclass(item):
            found.append((name, item))
        if inspect.isclass(item):
            for method, member in vars(item).items():
                member = getattr(member, "__func__", getattr(member, "fget", member))
                if not method.startswith("_") and inspect.isfunction(member):
                    found.append((f"{name}.{method}", member))
    return found


# The table of contents


def test_every_name_in_the_contents_exists():
    assert len(set(w2v_helpers.__all__)) == len(w2v_helpers.__all__) > 25
    for name in w2v_helpers.__all__:
        item = getattr(w2v_helpers, name)
        home = item.__name__ if inspect.ismodule(item) else getattr(item, "__module__", None)
        assert home is None or home.startswith("w2v_helpers.")
    assert dir(w2v_helpers) == sorted(w2v_helpers.__all__)


def test_every_stage_is_in_the_contents():
    assert {*STAGES, *PICTURES} <= set(w2v_helpers.__all__)
    assert {path.stem for path in PACKAGE.glob("*.py")} >= {*STAGES, *TOOLS, *PICTURES}


def test_the_interface_of_the_design():
    for name in """load_corpus train WordVectors evaluate_analogies evaluate_similarity Vocabulary skip_grams
        keep_probabilities noise_distribution sample_negatives skip_gram_dataset SkipGram""".split():
        assert callable(getattr(w2v_helpers, name)) and name in w2v_helpers.__all__


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="^module 'w2v_helpers' has no attribute 'word3vec'$"):
        w2v_helpers.word3vec  # noqa: B018
    with pytest.raises(ImportError):
        from w2v_helpers import word3vec  # noqa: F401


# What imports what


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_earlier_stages(stage):
    allowed = TOOLS | set(STAGES[: STAGES.index(stage)])
    assert imports_of(PACKAGE / f"{stage}.py") <= allowed


def test_tools_import_no_stage_and_pictures_are_imported_by_none():
    for tool in TOOLS:
        assert not imports_of(PACKAGE / f"{tool}.py") - TOOLS
    for path in PACKAGE.glob("*.py"):
        if path.stem not in PICTURES:
            assert not imports_of(path) & set(PICTURES), path.name
    for number, picture in enumerate(PICTURES):
        assert imports_of(PACKAGE / f"{picture}.py") <= {*TOOLS, *STAGES, *PICTURES[:number]}


def test_the_search_for_imports_finds_them_all(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(
        "import w2v_helpers.model\nfrom w2v_helpers import corpus\n"
        "def f():\n    from w2v_helpers.training import train\n    import numpy\n"
    )
    assert imports_of(path) == {"model", "corpus", "training"}


def test_what_needs_only_numpy_does_not_import_tensorflow():
    code = f"""
import importlib, sys
for name in {ONLY_NUMPY}:
    importlib.import_module("w2v_helpers." + name)
    print(name, *{{"tensorflow", "keras"}} & set(sys.modules))
import w2v_helpers as w2v
w2v.WordVectors, w2v.evaluate_analogies, w2v.Vocabulary, w2v.load_corpus, dir(w2v)
print("contents", *{{"tensorflow", "keras"}} & set(sys.modules))
w2v.SkipGram
print("model", *{{"tensorflow"}} & set(sys.modules))
"""
    assert run(code).stdout.splitlines() == [*ONLY_NUMPY, "contents", "model tensorflow"]


def test_tensorflow_and_keras_are_silent():
    # Import, first operation, a fit on our datasets, whose length Keras cannot know, and a training.
    code = """
import w2v_helpers as w2v
import tensorflow as tf
tf.constant([1.0]) + 1
corpus = [["the", "wide", "road", "in", "the", "hot", "sun"]] * 9
vocabulary = w2v.Vocabulary.from_corpus(corpus, min_count=1)
dataset = w2v.skip_gram_dataset(corpus, vocabulary, window_size=2, num_negatives=2, batch_size=16)
model = w2v.SkipGram(len(vocabulary), 4)
model.compile("sgd", w2v.NegativeSamplingLoss())
model.fit(dataset, epochs=2, verbose=0)
model.fit(w2v.block_dataset(corpus, vocabulary, window_size=2, num_negatives=2), epochs=2, verbose=0)
print(len(w2v.train(corpus, num_negatives=2, epochs=2, verbose=0)))
"""
    result = run(code)
    assert (result.stdout, result.stderr) == ("6\n", "")


# Threads


@pytest.mark.parametrize(("before", "after"), [(None, "1"), ("3", "3"), ("0", "0")])
def test_an_operation_stays_on_one_core_unless_the_reader_chose_otherwise(before, after):
    name = "TF_NUM_INTRAOP_THREADS"
    env = {key: value for key, value in os.environ.items() if key != name}
    env |= {} if before is None else {name: before}
    code = f"import os, w2v_helpers; print(os.environ[{name!r}])"
    result = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert result.stdout == f"{after}\n"


# Documentation


@pytest.mark.parametrize("name", [*STAGES, *sorted(TOOLS), "plotting"])
def test_everything_public_is_described_and_typed(name):
    module = importlib.import_module(f"w2v_helpers.{name}")
    assert module.__doc__
    public = public_callables(module)
    assert public
    for called, item in public:
        assert item.__doc__, f"{name}.{called} has no docstring"
        if inspect.isclass(item):
            continue
        parameters = {p for p in inspect.signature(item).parameters if p not in ("self", "cls")}
        untyped = {*parameters, "return"} - inspect.get_annotations(item).keys()
        assert not untyped, f"{name}.{called} has no type for {untyped}"
