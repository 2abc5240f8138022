"""pandas reads, scikit-learn trains a classifier: a pipeline of StandardScaler and LogisticRegression.

    python pandas_logistic.py FILE --target y --alphas 1 --solver lbfgs --tolerance 1e-8

The tolerance bounds the largest entry of the gradient of the mean loss. L-BFGS also ends where the loss stands still to 64 units in the last place, which is sooner.
"""

import common
import numpy
import pandas
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MOST_STEPS = 100_000


def train(task):
    frame = pandas.read_csv(task.file)
    target = frame.pop(task.target)
    # The sum of the losses + alpha / 2 times the squared weights.
    settings = {"C": 1 / task.alphas[0], "solver": task.solver, "tol": task.tolerance, "max_iter": MOST_STEPS}
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(**settings))
    pipeline.fit(frame, target)
    return [as_model(pipeline[0], pipeline[1], list(frame.columns))]


def as_model(scaler, classifier, names):
    """A column that does not vary has no weight, as in Ridgeline's model."""
    varying = numpy.flatnonzero(scaler.var_ > 0)
    names = [names[j] for j in varying]
    keys = [""] if len(classifier.coef_) == 1 else [f"{level}:" for level in classifier.classes_]
    coefficients = {}
    for key, weights in zip(keys, (classifier.coef_ / scaler.scale_)[:, varying]):
        coefficients.update({key + name: weight for name, weight in zip(names, weights.tolist())})
    intercepts = classifier.intercept_ - (classifier.coef_ / scaler.scale_) @ scaler.mean_
    return {"coefficients": coefficients, "intercept": float(intercepts[0])}


common.run(train, {"pandas": pandas.__version__, "scikit-learn": sklearn.__version__, "numpy": numpy.__version__})
