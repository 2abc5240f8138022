# What the R peers share: their jobs, and the JSON that they print.
#
# Every script is run as `Rscript SCRIPT JOBS.tsv`. A job holds the text that Ridgeline gives for its λ; that very call
# is made, with data and a threshold added.

words <- commandArgs(trailingOnly = TRUE)
jobs <- read.delim(words[[1]], quote = "", colClasses = "character")

# The design on the scale that the conversion speaks of, and the targets.
read_job <- function(job) {
  table <- as.matrix(read.csv(job$data, header = FALSE))
  dimnames(table) <- NULL
  flags <- strsplit(job$scaled, "")[[1]] == "1"
  p <- length(flags)
  x <- table[, seq_len(p), drop = FALSE]
  centre <- colMeans(x)
  deviation <- sqrt(colMeans(sweep(x, 2, centre)^2))
  shift <- ifelse(flags & job$intercept == "true", centre, 0)
  scale <- ifelse(flags, deviation, 1)
  list(
    x = sweep(sweep(x, 2, shift), 2, scale, "/"),
    y = table[, p + 1],
    shift = shift,
    scale = scale
  )
}

# The call in the job's text, with arguments added.
call_of <- function(job, added) {
  call <- parse(text = job$text)[[1]]
  for (name in names(added)) call[[name]] <- added[[name]]
  call
}

# weights: outputs × columns on the scale of x; back in original units.
layer <- function(data, weights, intercept) {
  weights <- sweep(weights, 2, data$scale, "/")
  list(weights = weights, intercept = intercept - as.vector(weights %*% data$shift))
}

numbers <- function(values) paste0("[", paste(sprintf("%.17g", values), collapse = ","), "]")

# Versions and texts here hold no character that JSON escapes but the quote.
quoted <- function(text) paste0('"', gsub('"', '\\"', text, fixed = TRUE), '"')

answer <- function(version, solve) {
  told <- vapply(seq_len(nrow(jobs)), function(i) {
    job <- jobs[i, ]
    message(job$tool, ": ", job$case)
    found <- solve(job, read_job(job))
    rows <- vapply(seq_len(nrow(found$weights)), function(k) numbers(found$weights[k, ]), "")
    sprintf(
      '{"case":%s,"tool":%s,"text":%s,"layers":[{"weights":[%s],"intercept":%s}]}',
      quoted(job$case), quoted(job$tool), quoted(job$text), paste(rows, collapse = ","), numbers(found$intercept)
    )
  }, "")
  cat(sprintf('{"version":%s,"answers":[%s]}\n', quoted(version), paste(told, collapse = ",")))
}
