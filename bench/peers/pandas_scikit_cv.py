"""pandas reads, scikit-learn chooses alpha: RidgeCV by its efficient leave-one-out, LassoCV over the folds, all cores.

    python pandas_scikit_cv.py FILE --target y --alphas 10,1 --folds FOLDS [--lasso] [--tight]

Alphas are on the total scale, from the largest to the smallest. Columns are standardized once, before the folds.
"""

import common
import numpy
import pandas
import sklearn
from sklearn.linear_model import LassoCV, RidgeCV
from sklearn.model_selection import PredefinedSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(task):
    frame = pandas.read_csv(task.file)
    target = frame.pop(task.target)
    alphas = numpy.array(task.alphas)
    pipeline = make_pipeline(StandardScaler(), lasso(task, alphas / len(frame)) if task.lasso else RidgeCV(alphas))
    pipeline.fit(frame, target)
    scaler, chosen = pipeline
    weights, intercept = chosen.coef_, chosen.intercept_
    model = common.in_original_units(list(frame.columns), weights, intercept, scaler.mean_, scaler.scale_)
    tried = alphas / len(frame) if task.lasso else alphas
    cv = {
        "chosen": int(numpy.abs(tried - chosen.alpha_).argmin()),
        "mean": chosen.mse_path_.mean(axis=1).tolist() if task.lasso else None,
    }
    return [model], cv


def lasso(task, alphas):
    folds = PredefinedSplit(numpy.fromfile(task.folds, dtype=numpy.uint8))
    precision = {"tol": 1e-10, "max_iter": 100_000} if task.tight else {}
    return LassoCV(alphas=alphas, cv=folds, n_jobs=-1, **precision)


common.run(train, {"pandas": pandas.__version__, "scikit-learn": sklearn.__version__, "numpy": numpy.__version__})
