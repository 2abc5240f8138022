"""Spark ML at the settings that Ridgeline names, on one thread of this machine."""

import logging

import numpy as np
import pyspark
from common import answer
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.linalg import Vectors
from pyspark.ml.regression import LinearRegression
from pyspark.sql import SparkSession

logging.getLogger("py4j").setLevel(logging.ERROR)
session = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.log.level", "ERROR")
    .getOrCreate()
)
NAMES = {"LinearRegression": LinearRegression, "LogisticRegression": LogisticRegression}


def solve(job):
    rows = [(float(y), Vectors.dense(x)) for x, y in zip(job.x.tolist(), job.y[:, 0])]
    frame = session.createDataFrame(rows, ["label", "features"]).coalesce(1)
    estimator = eval(job.text, NAMES).setMaxIter(10_000).setTol(1e-15)
    model = estimator.fit(frame)
    if job.model == "softmax":
        return [job.original(model.coefficientMatrix.toArray(), np.array(model.interceptVector))]
    return [job.original(model.coefficients.toArray(), model.intercept)]


try:
    answer(pyspark.__version__, solve)
finally:
    session.stop()
