# data.table reads on two threads, glmnet trains with alpha = 0, or with alpha = 1 where a lasso is asked for.
#
#   Rscript fread_glmnet.R FILE --target y --alphas 1 [--mixed] [--lasso] [--threads 2] [--tight]
#     [--folds FILE [--parallel]]
#
# glmnet minimizes over y divided by its deviation s, and per row: of a ridge, a total lambda is s / n times as large
# there, of a lasso 1 / n times.
# --folds makes it cv.glmnet: the file has one byte a row, the row's fold from 0 on. --parallel trains the folds in
# processes of their own, one a core.
# --tight lets its coordinate descent go on to four digits or more, where its default stops after two or three.

suppressMessages({
  library(data.table)
  library(glmnet)
})

words <- commandArgs(trailingOnly = TRUE)
option <- function(name, default) {
  at <- match(paste0("--", name), words)
  if (is.na(at)) default else words[at + 1]
}
file <- words[1]
target <- option("target", "y")
alphas <- as.numeric(strsplit(option("alphas", "1"), ",")[[1]])
mixed <- "--mixed" %in% words
lasso <- "--lasso" %in% words
folds <- option("folds", NA)
threads <- as.integer(option("threads", "2"))
parallel <- "--parallel" %in% words
thresh <- if ("--tight" %in% words) 1e-12 else 1e-7
setDTthreads(threads)
if (parallel) {
  suppressMessages(library(doParallel))
  registerDoParallel(cores = threads)
}

# Every level of a text column as a column of zeros and ones, called column=level.
one_hot <- function(frame, name) {
  levels <- sort(unique(frame[[name]]))
  columns <- outer(frame[[name]], levels, "==") + 0
  colnames(columns) <- paste0(name, "=", levels)
  columns
}

started <- proc.time()[["elapsed"]]
frame <- fread(file, na.strings = "")
if (mixed) frame <- na.omit(frame)
y <- frame[[target]]
frame[, (target) := NULL]
text <- names(frame)[sapply(frame, is.character)]
x <- as.matrix(frame[, setdiff(names(frame), text), with = FALSE])
for (name in text) x <- cbind(x, one_hot(frame, name))
deviation <- sqrt(mean((y - mean(y))^2))
lambdas <- alphas * (if (lasso) 1 else deviation) / length(y)
descending <- sort(lambdas, decreasing = TRUE)
train <- function(trainer, ...) {
  trainer(x, y, alpha = if (lasso) 1 else 0, lambda = descending, standardize = TRUE, thresh = thresh, maxit = 1e7, ...)
}
if (is.na(folds)) {
  fitted <- train(glmnet)
} else {
  foldid <- as.integer(readBin(folds, "raw", length(y))) + 1L
  validated <- train(cv.glmnet, foldid = foldid, parallel = parallel)
  fitted <- validated$glmnet.fit
}
weights <- as.matrix(coef(fitted))
seconds <- proc.time()[["elapsed"]] - started

number <- function(value) formatC(value, digits = 17, format = "g")
as_json <- function(column) {
  pairs <- paste0("\"", rownames(weights)[-1], "\":", number(weights[-1, column]), collapse = ",")
  paste0("{\"coefficients\":{", pairs, "},\"intercept\":", number(weights[1, column]), "}")
}
# glmnet goes from the largest lambda to the smallest; the models are printed in the order that was asked for.
places <- rank(-lambdas, ties.method = "first")
models <- sapply(places, as_json)
cv <- if (is.na(folds)) "" else paste0(
  "\"cv\":{\"mean\":[", paste(number(validated$cvm[places]), collapse = ","), "],\"se\":[",
  paste(number(validated$cvsd[places]), collapse = ","), "],\"chosen\":",
  match(which.min(validated$cvm), places) - 1, "},"
)
versions <- paste0(
  "{\"R\":\"", getRversion(), "\",\"data.table\":\"", packageVersion("data.table"),
  "\",\"glmnet\":\"", packageVersion("glmnet"),
  if (parallel) paste0("\",\"doParallel\":\"", packageVersion("doParallel")), "\"}"
)
cat("{\"models\":[", paste(models, collapse = ","), "],", cv, "\"seconds\":[", seconds, "],\"versions\":", versions, "}\n", sep = "")
