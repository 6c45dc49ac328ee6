"""The work of the curator's commands; none of them guesses."""
