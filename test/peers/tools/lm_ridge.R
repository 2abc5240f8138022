# MASS's lm.ridge at the settings that Ridgeline names.

suppressMessages(library(MASS))
folder <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
source(file.path(folder, "common.R"))

answer(as.character(packageVersion("MASS")), function(job, data) {
  x <- data$x
  y <- data$y
  found <- coef(eval(call_of(job, list(formula = y ~ x))))
  layer(data, t(unname(found[-1])), unname(found[1]))
})
