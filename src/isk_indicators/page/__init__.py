"""The evidence page: every table, the charts, and for each row the words it rests on."""
