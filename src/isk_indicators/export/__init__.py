"""The data in forms that other programs take as they are: one module a format.

What lives here: saying the same in another form. What must not: a number, a place or a tie between
rows that the tables and views do not have. One more format is one more module with a function
``to_<format>()`` of the installed data and one ``<format>_from(package)`` of any; where the format
is a file, the first takes its path and the second gives its bytes. Name it in
``isk_indicators/__init__.py``, ``release/formats.py`` and ``docs/exports.md``. A library that a
format needs is imported inside its function and named as an extra in ``pyproject.toml``.
"""
