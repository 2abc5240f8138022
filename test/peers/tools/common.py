"""What the Python peers share: their jobs, the inputs that the conversions speak of, and the JSON that they print.

Every script is run as `python SCRIPT JOBS.json`. A job holds the text that Ridgeline gives for its λ, and the tool
is made from that very text; what is added are only settings that take it to its minimum.
"""

import json
import os
import sys
from dataclasses import dataclass

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np


@dataclass
class Job:
    case: str
    tool: str
    text: str
    """A call, as it stands in Ridgeline's list."""
    data: str
    """A file of numbers: the design in original units, then the targets, or the index of the class."""
    model: str
    outputs: int
    classes: int
    scaled: list
    """Columns that are to be standardized; none where the tool does that."""
    intercept: bool
    delta: float
    activation: str
    start: list
    """Of a network, weights that are near a minimum, for inputs in original units."""

    def __post_init__(self):
        table = np.loadtxt(self.data, delimiter=",", ndmin=2)
        p = len(self.scaled)
        self.raw, self.y = table[:, :p], table[:, p:]
        flags = np.array(self.scaled, dtype=bool)
        centred = flags & self.intercept
        self.shift = np.where(centred, self.raw.mean(axis=0), 0.0)
        self.scale = np.where(flags, self.raw.std(axis=0), 1.0)
        self.x = (self.raw - self.shift) / self.scale

    def labels(self):
        return self.y[:, 0].astype(int)

    def original(self, weights, intercept):
        """One layer's weights (outputs × columns) for columns in original units."""
        weights = np.atleast_2d(weights) / self.scale
        intercept = np.broadcast_to(np.ravel(intercept), (weights.shape[0],)) - weights @ self.shift
        return {"weights": weights.tolist(), "intercept": intercept.tolist()}

    def nearby(self):
        """A network's start on the scale of x: its layers, each number moved by a hundredth up or down."""
        layers = []
        for at, layer in enumerate(self.start):
            weights, biases = np.array(layer["weights"]), np.array(layer["intercept"])
            if at == 0:
                biases = biases + weights @ self.shift
                weights = weights * self.scale
            layers.append((moved(weights), moved(biases)))
        return layers


def moved(values):
    signs = np.where(np.arange(values.size) % 2 == 0, 1.01, 0.99)
    return values * signs.reshape(values.shape)


def answer(version, solve):
    """Solves every job of the file on the command line; `solve` returns layers as `Job.original` does."""
    with open(sys.argv[1]) as file:
        jobs = [Job(**job) for job in json.load(file)]
    answers = []
    for job in jobs:
        print(f"{job.tool}: {job.case}", file=sys.stderr)
        answers.append({"case": job.case, "tool": job.tool, "text": job.text, "layers": solve(job)})
    json.dump({"version": version, "answers": answers}, sys.stdout)
