# Run by Rscript: read CSV files with base R, as the zip's README says.
#
# Usage: Rscript reader.R FILE... Prints one line a cell: the file's number, the column, the row, and
# the cell's bytes in hexadecimal digits, or NA where it is missing; first of all, a line with the
# number of rows. So nothing depends on the encoding of a console.

options(scipen = 100)

told <- function(cell) if (is.na(cell)) "NA" else paste(charToRaw(enc2utf8(cell)), collapse = "")

files <- commandArgs(trailingOnly = TRUE)
for (number in seq_along(files)) {
  table <- read.csv(files[[number]], na.strings = "", encoding = "UTF-8")
  cat(number, nrow(table), "\n")
  for (column in names(table)) {
    cells <- as.character(table[[column]])
    if (is.logical(table[[column]])) cells <- tolower(cells)
    for (row in seq_along(cells)) cat(number, column, row, told(cells[[row]]), "\n")
  }
}
