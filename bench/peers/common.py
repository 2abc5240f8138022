"""What the Python peers share: their command line, their clock and the JSON that they print."""

import argparse
import json
import time
from dataclasses import dataclass


@dataclass
class Task:
    """One file to train on, and every alpha to train at."""

    file: str
    target: str
    alphas: list[float]
    mixed: bool
    """True where text columns and empty cells have to be handled."""
    solver: str
    tolerance: float
    """How classifiers are trained."""
    folds: str | None
    """A file with one byte a row, its fold from 0 on, where alpha is chosen by cross-validation."""
    lasso: bool
    tight: bool
    """True where answers are compared, so that a solver goes on past where it would stop by itself."""


def run(train, versions):
    """Calls `train(task)` as often as the command line says and prints models, seconds and versions as JSON.

    `train` returns one dict a model, with `coefficients` by column (`column=level` for a level) and `intercept`;
    None from a peer that only reads; or those and what a cross-validation found, as two values: `chosen` is the place
    of its alpha, `mean` the mean loss at each alpha.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--target", default="y")
    parser.add_argument("--alphas", default="1")
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--solver", default="lbfgs")
    parser.add_argument("--tolerance", type=float, default=1e-8)
    parser.add_argument("--folds")
    parser.add_argument("--lasso", action="store_true")
    parser.add_argument("--tight", action="store_true")
    parser.add_argument("--repeat", type=int, default=1)
    words = parser.parse_args()
    alphas = [float(alpha) for alpha in words.alphas.split(",")]
    given = {name: value for name, value in vars(words).items() if name not in ("alphas", "repeat")}
    task = Task(alphas=alphas, **given)
    seconds = []
    trained = None
    for _ in range(words.repeat):
        started = time.perf_counter()
        trained = train(task)
        seconds.append(time.perf_counter() - started)
    models, cv = trained if isinstance(trained, tuple) else (trained, None)
    print(json.dumps({"models": models, "cv": cv, "seconds": seconds, "versions": versions}))


def in_original_units(names, coefficients, intercept, means, deviations):
    """A model of standardized columns, as the model of the columns themselves."""
    weights = coefficients / deviations
    return {
        "coefficients": dict(zip(names, weights.tolist())),
        "intercept": float(intercept - weights @ means),
    }
