/** Wrong usage: told with the command's help, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ids as the command line writes them, joined for help. */
export interface Choices {
  readonly models: string;
  readonly solvers: string;
  readonly initializers: string;
}

/** The help text; the lists come from the engine's registries. */
export function helpText({ models, solvers, initializers }: Choices): string {
  return `ridgeline: L2-regularized models from CSV files

  ridgeline train FILE.csv [options]         train a model, print it or write it
  ridgeline predict MODEL.json FILE.csv      predict with a written model

Data
  --target y[,y2]            columns to predict (default: the most plausible one)
  --features a,b             columns to predict from (default: every usable one)
  --exclude c                columns to leave out
  --split none|last:0.2|every:5|random:0.2|column:NAME      (default none)
  --validation none|0.2|NAME                                (default none)
  --missing drop|mean|median|error                          (default drop)
  --drop-first               leave out the first level of every category
  --max-levels N             most levels of a category that is used unasked (default 100)
  --delimiter , --decimal . --header yes|no --missing-tokens NA,?
  --encoding utf8|utf16le|utf16be|windows1252|latin1|gb18030

Model
  --model ${models}
  --lambda 1                 strength of the L2 penalty
  --lambda-scale total|per-sample      total is scikit-learn's alpha (default)
  --no-intercept
  --standardize all|numeric|none, --no-standardize
  --solver auto|${solvers}
  --initializer ${initializers}
  --initializer-parameter NAME=NUMBER  (may be repeated)
  --init-values '{"coefficients":{"x":1},"intercept":0}'
  --learning-rate auto|0.01  --iterations 1000  --trace-every N  --seed 0

Run
  --output FILE              write the model (train) or the predictions (predict)
  --json                     one JSON object on stdout
  --quiet                    no progress
  --memory-limit MB          rows kept in memory (default 1024)
  --mae                      mean absolute errors of a large file too, which is then read once more
  --workers N                threads that read; results do not depend on it

Errors are one sentence on stderr with exit code 1; wrong usage exits with 2.
`;
}
