"""What a machine can do for a curator: find words, fill cells, restore a file's form, move spans.

``locate``, ``fill``, ``fmt``, ``new_id`` and ``reanchor`` are the commands' work, one module each;
``spreadsheet`` knows what spreadsheets do to cells. They share ``workplace`` (a folder to work on),
``table`` (a table's file with the places of its cells), ``places`` (where a quote stands), ``told``
(what a command says) and ``writing`` (files replaced in one go). None of them guesses: what has two
answers is told with both. To add a command: a module here, one in ``isk_indicators.commands``.
"""
