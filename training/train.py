"""Trains the Swedish pipeline on one processor core and writes it with its card of scores.

    python -m training.train --data ../shared/nlp --out corpus/swedish/pipeline

`--data` is a folder with `docbins/` (Talbanken and PUD for syntax; UNER, klintan and SUC 3.0
for names), `raw/` (the same names as their sources have them), `vectors/sv_vec` (floret) and
`names/swedish-geodata`. Seeds are fixed: the same data, machine and versions give the same
pipeline. Takes about 40 minutes of processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy
import srsly  # type: ignore[import-untyped]
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config, load_model_from_config
from thinc.api import Config

from training.generate import Inventor
from training.sources import Sources

HERE = Path(__file__).parent
SEED = 7
NAME_TESTS = {
    "UNER": "ner_uner_test",
    "klintan": "ner_klintan_test",
    "SUC 3.0": "ner_sucmanual_test",
}

RENAMED = 2
INVENTED = 2500
"""How often a gold text is told about others, and how many texts are invented."""
LAST_INVENTED = 300
"""Invented texts among the gold ones at last, so that minutes are not forgotten."""
COPIES = {"klintan": 2}
"""How often a text of a source is trained on as it is, when not once: the sources disagree
(whether a title belongs to a name, whether a country that acts is one), and what klintan and
UNER hold for names is what minutes need."""
LAST_SEEDS = (7, 8, 9, 10, 11)
"""The last training is run once for each and the weights are averaged: surer than any one."""
LAST = {
    "training.max_steps": 200,
    "training.eval_frequency": 200,
    "training.batcher.size.start": 1500,
    "training.batcher.size.stop": 1500,
    "training.optimizer.learn_rate.warmup_steps": 20,
    "training.optimizer.learn_rate.total_steps": 220,
}
"""How the last training of names differs from `names.cfg`: shorter, on wider batches."""

SYNTAX_SCORES = {
    "pos_acc": "part of speech",
    "morph_acc": "features",
    "lemma_acc": "lemma",
    "dep_uas": "UAS",
    "dep_las": "LAS",
    "sents_f": "sentences, F",
}


def read(nlp: Language, data: Path, name: str) -> list[Doc]:
    return list(DocBin().from_disk(data / "docbins" / f"{name}.spacy").get_docs(nlp.vocab))


def write_name_texts(data: Path, work: Path) -> None:
    """Gold text, the same about others, twice, and invented minutes; then mostly gold text.

    The texts of each source stand apart, as the test sets have them.
    """
    nlp = spacy.blank("sv")
    tests = [doc.text for name in NAME_TESTS.values() for doc in read(nlp, data, name)]
    sources = Sources(data / "raw", tests)
    mixed = read(nlp, data, "ner_gold_train")
    apart = [part for doc in mixed for part in sources.apart(nlp, doc)]
    gold = [text for source, text in apart for _ in range(COPIES.get(source, 1))]
    municipalities = data / "names" / "swedish-geodata" / "municipalities.csv"
    inventor = Inventor(HERE / "council.toml", municipalities, SEED)
    inventor.learn([text for _, text in apart])
    renamed = [inventor.renamed(nlp, text) for _ in range(RENAMED) for _, text in apart]
    invented = [inventor.document(nlp) for _ in range(INVENTED)]
    for name, docs in {
        "names": gold + renamed + invented,
        "names-last": gold + invented[:LAST_INVENTED],
    }.items():
        DocBin(["ENT_IOB", "ENT_TYPE"], docs=docs).to_disk(work / f"{name}.spacy")


def created(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def configured(
    file: str, paths: dict[str, Path], changes: Mapping[str, float] = MappingProxyType({})
) -> Config:
    """A training configuration with spaCy's defaults, these paths and changes filled in."""
    full = load_model_from_config(load_config(HERE / file), auto_fill=True).config
    overrides = {f"paths.{key}": str(path) for key, path in paths.items()} | dict(changes)
    return Config().from_str(full.to_str(), overrides=overrides, interpolate=False)


def part(nlp: Language, name: str) -> Any:
    """A part of a pipeline, of a class that spaCy's types do not tell."""
    return nlp.get_pipe(name)


def finished(nlp: Language, folder: Path) -> None:
    """Trains the pipeline; the folder has its best state by the development set and the last."""
    train(nlp, created(folder.with_suffix(".part")))
    folder.with_suffix(".part").rename(folder)


def train_syntax(data: Path, work: Path) -> Language:
    bins = data / "docbins"
    paths = {"train": bins / "dep_train.spacy", "dev": bins / "dep_dev.spacy"}
    if not (work / "syntax").exists():
        vectors = data / "vectors" / "sv_vec"
        nlp = init_nlp(configured("syntax.cfg", {**paths, "vectors": vectors}))
        finished(nlp, work / "syntax")
    return spacy.load(work / "syntax" / "model-best")


def names_started(data: Path, texts: Path, changes: Mapping[str, float]) -> Language:
    """The part that finds names before it has seen these texts."""
    paths = {"train": texts, "dev": data / "docbins" / "ner_union_dev.spacy"}
    vectors = data / "vectors" / "sv_vec"
    return init_nlp(configured("names.cfg", {**paths, "vectors": vectors}, changes))


def train_names(data: Path, work: Path, syntax: Language) -> Language:
    """Names start from what the syntax learned of words: text with gold names is scarce."""
    if not (work / "names").exists():
        nlp = names_started(data, work / "names.spacy", {})
        words = part(nlp, "ner").model.get_ref("tok2vec").layers[0]
        words.from_bytes(part(syntax, "tok2vec").model.to_bytes())
        finished(nlp, work / "names")
    return spacy.load(work / "names" / "model-last")


def train_names_last(data: Path, work: Path, names: Language) -> Language:
    """The same names again, on gold text: what counts as a name there has the last word."""
    runs = []
    for seed in LAST_SEEDS:
        folder = work / f"names-last-{seed}"
        if not folder.exists():
            nlp = names_started(data, work / "names-last.spacy", {**LAST, "system.seed": seed})
            part(nlp, "ner").from_bytes(part(names, "ner").to_bytes())
            finished(nlp, folder)
        runs.append(spacy.load(folder / "model-last"))
    return averaged(runs)


def averaged(runs: list[Language]) -> Language:
    """The first of these pipelines with the mean of what all of them learned of names."""
    walks = [list(part(nlp, "ner").model.walk()) for nlp in runs]
    for nodes in zip(*walks, strict=True):
        for name in nodes[0].param_names:
            if nodes[0].has_param(name):
                weights = [node.get_param(name) for node in nodes]
                nodes[0].set_param(name, sum(weights) / len(weights))
    return runs[0]


def assembled(syntax: Language, names: Language) -> Language:
    """One pipeline of both, names first, without what only the training needs."""
    syntax.add_pipe("ner", source=names, first=True)
    for section in ("paths", "system", "corpora", "training", "initialize"):
        syntax.config[section] = {}
    return syntax


def needed_strings(nlp: Language) -> list[str]:
    """The strings that the lemmatizer's edit trees refer to; other parts carry their own."""
    trees = srsly.msgpack_loads(part(nlp, "trainable_lemmatizer").trees.to_bytes())["trees"]
    ends = {tree[end] for tree in trees if "orig" in tree for end in ("orig", "subst")}
    return sorted(nlp.vocab.strings[end] for end in ends)


def evaluated(nlp: Language, docs: list[Doc]) -> dict[str, Any]:
    return nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in docs])


def scores(nlp: Language, data: Path) -> dict[str, Any]:
    syntax = evaluated(nlp, read(nlp, data, "dep_test"))
    found: dict[str, Any] = {key: round(syntax[key], 4) for key in SYNTAX_SCORES}
    for source, name in NAME_TESTS.items():
        names = evaluated(nlp, read(nlp, data, name))
        labels = {label: round(each["f"], 4) for label, each in names["ents_per_type"].items()}
        found[f"ents_f {source}"] = {
            "all": round(names["ents_f"], 4),
            **dict(sorted(labels.items())),
        }
    return found


def speed(nlp: Language, data: Path) -> dict[str, int]:
    """Words per CPU-second of all parts together, of names alone, of lemmas without the parser."""
    texts = [doc.text for doc in read(nlp, data, "dep_test")]
    found = {}
    for what, off in {
        "all": (),
        "names": tuple(name for name in nlp.pipe_names if name != "ner"),
        "lemmas": ("parser", "ner"),
    }.items():
        start = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts, disable=list(off)))
        found[what] = round(words / (time.process_time() - start))
    return found


def card(performance: dict[str, Any]) -> str:
    """The model card with the scores filled in."""
    syntax = [f"| {name} | {performance[key]:.3f} |" for key, name in SYNTAX_SCORES.items()]
    names = []
    for source in NAME_TESTS:
        found = performance[f"ents_f {source}"]
        cells = " | ".join(f"{found[label]:.3f}" for label in ("all", "PER", "ORG", "LOC"))
        names.append(f"| {source} | {cells} |")
    tables = ["| Talbanken test | |", "|---|---|", *syntax, ""]
    tables += ["| names, F | all | PER | ORG | LOC |", "|---|---|---|---|---|", *names]
    speeds = {key: f"{words:,}" for key, words in performance["words_per_cpu_second"].items()}
    template = Template((HERE / "card.md").read_text("utf-8"))
    return template.substitute(scores="\n".join(tables), **speeds)


def save(nlp: Language, data: Path, out: Path) -> None:
    """Writes the pipeline; what it scored on the test sets stands in its `meta.json`."""
    nlp.meta.update(
        name="radslag",
        version="1.0.0",
        description="Swedish for council minutes: syntax, lemmas, names",
        license="CC BY-SA 4.0",
        performance={**scores(nlp, data), "words_per_cpu_second": speed(nlp, data)},
    )
    nlp.to_disk(out)
    (out / "MODEL_CARD.md").write_text(card(nlp.meta["performance"]), "utf-8")
    strings = needed_strings(nlp)
    (out / "vocab" / "strings.json").write_text(json.dumps(strings, ensure_ascii=False), "utf-8")
    loaded = scores(spacy.load(out), data)
    if loaded != {key: nlp.meta["performance"][key] for key in loaded}:
        raise SystemExit("The pipeline on disk scores otherwise than the one trained.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--work", type=Path, help="keep each stage here; a stage found here is not trained again"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = created(options.work or Path(temporary))
        syntax = train_syntax(options.data, work)
        write_name_texts(options.data, work)
        names = train_names(options.data, work, syntax)
        names = train_names_last(options.data, work, names)
        save(assembled(syntax, names), options.data, options.out)


if __name__ == "__main__":
    main()
