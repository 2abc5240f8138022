"""Keras's own loss and regularizer at the settings that Ridgeline names, on all rows at once, in double precision.

The penalty is a part of the loss, so that any way to its minimum will do: L-BFGS where it is smooth, else steps along
Keras's own gradient that become ever shorter.
"""

import keras
import numpy as np
import torch
from common import answer
from keras import regularizers

keras.config.set_floatx("float64")
torch.set_num_threads(1)

MULTIPLE = 1e8
FULL_STEPS = 1000
SHRINKING_STEPS = 5000


def loss_of(job):
    if job.model == "huber":
        return keras.losses.Huber(delta=job.delta)
    if job.model == "poisson":
        return keras.losses.Poisson()
    if job.model == "squaredHinge":
        return keras.losses.SquaredHinge()
    if not job.classes:
        return keras.losses.MeanSquaredError()
    if job.outputs > 1:
        return keras.losses.CategoricalCrossentropy(from_logits=True)
    return keras.losses.BinaryCrossentropy(from_logits=True)


def model_of(job):
    """The regularizer on the weights of every layer, and on no bias."""

    def dense(units, activation):
        regularizer = eval(job.text, {"regularizers": regularizers})
        return keras.layers.Dense(
            units,
            activation=activation,
            use_bias=job.intercept,
            kernel_regularizer=regularizer,
            kernel_initializer="zeros",
        )

    hidden = [dense(len(layer["intercept"]), job.activation) for layer in job.start[:-1]]
    last = dense(job.outputs, "exponential" if job.model == "poisson" else None)
    model = keras.Sequential([keras.Input((job.x.shape[1],)), *hidden, last])
    model.compile(loss=loss_of(job))
    for layer, (weights, biases) in zip(model.layers, job.nearby()):
        layer.set_weights([weights.T, biases])
    return model


def targets(job):
    """Keras's hinge takes 0 and 1 for -1 and 1 by itself."""
    return np.eye(job.outputs)[job.labels()] if job.classes and job.outputs > 1 else job.y


def solve(job):
    model = model_of(job)
    x, y = torch.tensor(job.x), torch.tensor(targets(job))
    # The constant alone first: from zeros, the exponential of a large intercept is far away.
    if job.model == "poisson":
        kernel, bias = model.layers[-1].get_weights()
        model.layers[-1].set_weights([kernel, np.log(job.y.mean(axis=0))])
    variables = [variable.value for variable in model.trainable_variables]

    def loss():
        return model.compute_loss(x=x, y=y, y_pred=model(x, training=True))

    if "L1L2" in job.text:
        shorten(job, loss, variables)
    else:
        settle(loss, variables)
    layers = [[np.asarray(weights) for weights in layer.get_weights()] for layer in model.layers]
    found = [(kernel.T, bias[0] if bias else [0.0]) for kernel, *bias in layers]
    rest = [{"weights": w.tolist(), "intercept": list(map(float, b))} for w, b in found[1:]]
    return [job.original(*found[0]), *rest]


def settle(loss, variables):
    """A large multiple of the loss: PyTorch's L-BFGS learns no curvature from steps that change it by less than 1e-10.
    Near the minimum whole steps need no search along them."""
    common = dict(history_size=50, tolerance_grad=1e-12 * MULTIPLE, tolerance_change=0)
    searching = torch.optim.LBFGS(variables, max_iter=300, line_search_fn="strong_wolfe", **common)
    whole = torch.optim.LBFGS(variables, max_iter=300, **common)
    for optimizer in (searching, whole):

        def closure():
            optimizer.zero_grad()
            value = MULTIPLE * loss()
            value.backward()
            return value

        optimizer.step(closure)


def shorten(job, loss, variables):
    """A weight that is 0 at the minimum steps over it again and again, by its step's length at most."""
    whole = np.column_stack([np.ones(len(job.x)), job.x]) if job.intercept else job.x
    curved = np.linalg.eigvalsh(whole.T @ whole / len(whole))[-1] * curvature(job)
    optimizer = torch.optim.SGD(variables, lr=1 / curved, momentum=0.95, nesterov=True)
    for at in range(FULL_STEPS + SHRINKING_STEPS):
        shrunk = max(0, at - FULL_STEPS) / SHRINKING_STEPS
        optimizer.param_groups[0]["lr"] = 10 ** (-4 * shrunk) / curved
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()


def curvature(job):
    """The largest second derivative of the loss of a row by its score."""
    if job.model == "poisson":
        return job.y.max()
    if job.classes and job.model != "squaredHinge":
        return 0.5 if job.outputs > 1 else 0.25
    return 1 if job.model == "huber" else 2


answer(f"{keras.__version__} on torch {torch.__version__.split('+')[0]}", solve)
