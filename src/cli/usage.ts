/** Wrong usage: told with the command's help, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ids as the command line writes them, joined for help. */
export interface Choices {
  readonly models: string;
  readonly solvers: string;
  readonly initializers: string;
  readonly schedules: string;
  readonly searches: string;
}

/** The help text; the lists come from the engine's registries. */
export function helpText({ models, solvers, initializers, schedules, searches }: Choices): string {
  return `ridgeline: L2-regularized models from CSV files

  ridgeline train FILE.csv [options]         train a model, print it or write it
  ridgeline path FILE.csv [options]          train at many λ, and print the coefficients of each
  ridgeline tune FILE.csv [options]          cross-validate λ, penalties, or a search over more
  ridgeline race FILE.csv [options]          race solvers, starts and learning rates on it
  ridgeline predict MODEL.json FILE.csv      predict with a written model

  Several files of the same columns are read as one: FILE.csv may be followed by others, or be a folder or a
  pattern like 'data/*.csv'; .gz too.

Data
  --target y[,y2]            columns to predict (default: the most plausible one)
  --features a,b             columns to predict from (default: every usable one)
  --exclude c                columns to leave out
  --split none|last:0.2|every:5|random:0.2|column:NAME      (default none)
  --validation none|0.2|NAME                                (default none)
  --missing drop|mean|median|error                          (default drop)
  --categorical a,b          columns of levels that are written as numbers
  --drop-first               leave out the first level of every category
  --max-levels N             most levels of a category that is used unasked (default 100)
  --degree 2|3               powers of the numeric columns        --interactions   products of two columns
  --date-parts               dates as a number and as parts of year, week and day
  --missing-indicators       a column of 0 and 1 for each column with missing cells
  --target-transform log1p   train on ln(1 + y), predict y
  --delimiter , --decimal . --header yes|no --missing-tokens NA,?
  --encoding utf8|utf16le|utf16be|windows1252|latin1|gb18030

Model
  --model auto|${models}
                             (default auto: two levels logistic, few text levels softmax, else linear)
  --lambda 1|min|1se         strength of the penalty; min and 1se let cross-validation choose it
  --lambda-scale total|per-sample      total is scikit-learn's alpha (default)
  --l1-ratio 0               share of the L1 norm: 0 ridge, 1 lasso (exact zeros), between them elastic net
  --penalty-factor NAME=0    multiplies λ of a column; 0 leaves it unpenalized (may be repeated)
  --coupling 0               several targets: share of the penalty that draws their weights together
  --task auto|regression|classification      what a network (or auto) takes the target for
  --sample-weight COLUMN     --class-weight none|balanced     --positive LEVEL
  --hidden 32,16 --activation tanh|relu|sigmoid      layers of a network (mlp)
  --huber-delta 1.35         where Huber's loss turns linear, in units of the target
  --model-parameter NAME=NUMBER        (may be repeated)
  --no-intercept
  --standardize all|numeric|none, --no-standardize
  --solver auto|${solvers}
  --initializer ${initializers}
  --initializer-parameter NAME=NUMBER  (may be repeated)
  --init-values '{"coefficients":{"x":1},"intercept":0}'
  --learning-rate auto|0.01  --iterations 1000  --trace-every N  --seed 0
  --schedule ${schedules}
  --schedule-parameter NAME=NUMBER  --solver-parameter NAME=NUMBER  --momentum 0.9
  --batch-size N             rows a step (default: the solver's own choice)
  --tolerance 1e-8           relative KKT residual at which a solver has arrived
  --clip NORM                shorten gradients to this
  --patience N               stop after N evaluations without a better validation loss

Path and tune
  --lambdas 0.1,1,10         λ to train at (path, tune)
  --count 100                λ that the data choose, from the one at which every weight is 0

Cross-validation (path, tune, and train with --lambda min)
  --folds 10|contiguous:5|stratified:5|group:COLUMN|time:5|loo       (default 10, shuffled by --seed)
  --penalties                tune: no penalty, L2, elastic net and L1, each at its own λ
  --no-folds                 path: the coefficients alone

Tune by search
  --search ${searches}     how the next trial is chosen
  --trials 25                --search-parameter NAME=NUMBER (may be repeated)
  --lambda-range 0.01..100   λ that are tried (default: those at which the models change)
  --l1-ratios 0..1           L1 ratios that are tried (default: --l1-ratio alone)
  --choices standardize,degree         settings that are tried as well
  --resume TRIALS.json       go on with the trials that --output wrote, up to --trials of them

Race
  --solvers a,b --initializers c,d --learning-rates auto,0.1     every combination is a racer;
                             solvers without a learning rate race once with each start

Run
  --output FILE              write the model (train) or the predictions (predict)
  --json                     one JSON object on stdout
  --quiet                    no progress
  --importance               how much worse the model becomes when a column is shuffled
  --bootstrap N              intervals of the weights from N samples of the rows
  --resume MODEL.json        go on from where the training of a written model stopped
  --memory-limit MB          rows kept in memory (default 1024)
  --mae                      mean absolute errors of a large file too, which is then read once more
  --workers N                threads that read; results do not depend on it

Errors are one sentence on stderr with exit code 1; wrong usage exits with 2.
`;
}
