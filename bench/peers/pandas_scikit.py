"""pandas reads, scikit-learn trains."""

import common
import numpy
import pandas
import scikit


def train(task):
    frame = pandas.read_csv(task.file)
    if task.mixed:
        frame = frame.dropna()
    target = frame.pop(task.target)
    text = list(frame.columns[[not pandas.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]])
    encoder = scikit.one_hot_encoder(text) if text else None
    return scikit.fit(frame, target, list(frame.columns), task.alphas, encoder)


common.run(train, {"pandas": pandas.__version__, "scikit-learn": scikit.version, "numpy": numpy.__version__})
