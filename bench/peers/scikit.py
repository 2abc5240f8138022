"""Ridge regression by scikit-learn, as its documentation teaches it: a pipeline of StandardScaler and Ridge."""

import sklearn
from common import in_original_units
from sklearn.compose import make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

version = sklearn.__version__


def fit(features, target, names, alphas, encoder=None):
    """Fits one model an alpha. Encoding and scaling do not depend on alpha, so further alphas reuse them."""
    before = [encoder] if encoder is not None else []
    pipeline = make_pipeline(*before, StandardScaler(), Ridge(alpha=alphas[0]))
    pipeline.fit(features, target)
    if encoder is not None:
        names = encoder_names(pipeline[0], names)
    models = [as_model(pipeline[-1], pipeline[-2], names)]
    if len(alphas) > 1:
        scaled = pipeline[:-1].transform(features)
        models += [as_model(Ridge(alpha=a).fit(scaled, target), pipeline[-2], names) for a in alphas[1:]]
    return models


def one_hot_encoder(text_columns):
    """Every level of the text columns as a column of zeros and ones; the numeric columns as they are."""
    return make_column_transformer((OneHotEncoder(sparse_output=False), text_columns), remainder="passthrough")


def as_model(ridge, scaler, names):
    return in_original_units(names, ridge.coef_, ridge.intercept_, scaler.mean_, scaler.scale_)


def encoder_names(encoder, names):
    """The encoder's columns: `column=level` for each level, then the columns that pass through."""
    one_hot = encoder.named_transformers_["onehotencoder"]
    passed = [name for name in names if name not in one_hot.feature_names_in_]
    levels = zip(one_hot.feature_names_in_, one_hot.categories_)
    return [f"{name}={level}" for name, found in levels for level in found] + passed
