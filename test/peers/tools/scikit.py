"""scikit-learn at the settings that Ridgeline names."""

import warnings

import numpy as np
import sklearn
from common import answer
from sklearn import linear_model, neural_network, svm

NAMES = {
    **{name: getattr(linear_model, name) for name in linear_model.__all__},
    **{name: getattr(neural_network, name) for name in neural_network.__all__},
    "LinearSVC": svm.LinearSVC,
}

NETWORK_STEPS = 60_000

EXACT = {
    "Ridge": dict(solver="svd"),
    "Lasso": dict(tol=1e-14, max_iter=1_000_000),
    "ElasticNet": dict(tol=1e-14, max_iter=1_000_000),
    "PoissonRegressor": dict(solver="newton-cholesky", tol=1e-12, max_iter=1000),
    "LinearSVC": dict(tol=1e-10, max_iter=10_000_000, random_state=0),
}

SMOOTH = dict(solver="newton-cholesky", tol=1e-13, max_iter=1000)
WITH_L1 = dict(tol=1e-11, max_iter=1_000_000, random_state=0)

STEPS = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6]
UPDATES_EACH = 1_000_000
"""Rows that stochastic descent takes at each size of a step: at a constant step it stays within a distance of that
order from the minimum, so that it comes nearer with every smaller one."""


def linear(job):
    model = eval(job.text, NAMES)
    name = type(model).__name__
    if name.startswith("SGD"):
        return descend(job, model)
    if name == "LogisticRegression":
        model.set_params(**(WITH_L1 if model.solver == "saga" else SMOOTH))
    else:
        model.set_params(**EXACT[name])
    y = job.labels() if job.classes else (job.y if job.outputs > 1 else job.y[:, 0])
    model.fit(job.x, y)
    return halves(job, [job.original(model.coef_, model.intercept_)])


def halves(job, layers):
    """Of two classes scikit-learn has the difference of what softmax has for each."""
    if job.model != "softmax" or job.classes != 2:
        return layers
    weights = np.array(layers[0]["weights"][0]) / 2
    intercept = layers[0]["intercept"][0] / 2
    return [{"weights": [(-weights).tolist(), weights.tolist()], "intercept": [-intercept, intercept]}]


def descend(job, model):
    """Reshuffled passes at ever smaller steps, in units of the largest row's step."""
    largest = ((job.x**2).sum(axis=1) + 1).max()
    y = job.labels() if job.classes else job.y[:, 0]
    passes = -(-UPDATES_EACH // len(y))
    start = {}
    for step in STEPS:
        model.set_params(learning_rate="constant", eta0=10 * step / largest, max_iter=passes, tol=None, random_state=1)
        model.fit(job.x, y, **start)
        start = dict(coef_init=model.coef_, intercept_init=model.intercept_)
    return [job.original(model.coef_, model.intercept_)]


def network(job):
    """Steps on all rows at once: L-BFGS would take the loss of several targets as their mean, and the slope as their sum."""
    layers = job.nearby()
    model = eval(job.text, NAMES)
    model.set_params(
        hidden_layer_sizes=[len(biases) for _, biases in layers[:-1]],
        activation=job.activation,
        solver="sgd",
        learning_rate_init=0.02,
        momentum=0.95,
        batch_size=len(job.x),
        shuffle=False,
        tol=0,
        n_iter_no_change=NETWORK_STEPS,
        max_iter=1,
        warm_start=True,
    )
    y = job.labels() if job.classes else (job.y if job.outputs > 1 else job.y[:, 0])
    model.fit(job.x, y)
    model.coefs_ = [weights.T.copy() for weights, _ in layers]
    model.intercepts_ = [biases.copy() for _, biases in layers]
    del model._optimizer
    model.set_params(max_iter=NETWORK_STEPS)
    model.fit(job.x, y)
    found = [{"weights": w.T.tolist(), "intercept": b.tolist()} for w, b in zip(model.coefs_, model.intercepts_)]
    return [job.original(model.coefs_[0].T, model.intercepts_[0]), *found[1:]]


warnings.simplefilter("ignore")
answer(sklearn.__version__, lambda job: network(job) if job.start else linear(job))
