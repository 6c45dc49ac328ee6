"""The rules of the tables: one module a table, shared rules by theme, and pandera to apply them."""
