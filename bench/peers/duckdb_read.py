"""DuckDB reads the file into a table in memory; it trains nothing."""

import common
import duckdb


def train(task):
    with duckdb.connect() as database:
        database.execute("CREATE TABLE rows AS SELECT * FROM read_csv(?)", [task.file])


common.run(train, {"DuckDB": duckdb.__version__})
