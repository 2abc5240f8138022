# glmnet at the settings that Ridgeline names.

suppressMessages(library(glmnet))
folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "common.R"))

answer(as.character(packageVersion("glmnet")), function(job, data) {
  many <- job$model == "softmax"
  y <- if (many) factor(data$y) else data$y
  fit <- eval(call_of(job, list(x = data$x, y = y, thresh = 1e-22, maxit = 1e7)))
  weights <- if (many) t(sapply(fit$beta, as.vector)) else t(as.vector(fit$beta))
  layer(data, weights, as.vector(fit$a0))
})
