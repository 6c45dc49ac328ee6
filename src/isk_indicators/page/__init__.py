"""The evidence page: every table, the charts, and for each row its quote."""
