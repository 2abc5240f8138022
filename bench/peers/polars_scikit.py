"""polars reads and encodes, scikit-learn trains."""

import common
import numpy
import polars
import scikit


def train(task):
    frame = polars.read_csv(task.file)
    if task.mixed:
        frame = frame.drop_nulls()
        frame = frame.to_dummies(polars.selectors.string(), separator="=")
    target = frame[task.target].to_numpy()
    features = frame.drop(task.target)
    return scikit.fit(features.to_numpy(), target, features.columns, task.alphas)


common.run(train, {"polars": polars.__version__, "scikit-learn": scikit.version, "numpy": numpy.__version__})
