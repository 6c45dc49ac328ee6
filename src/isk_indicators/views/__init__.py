"""One module a question: rows of the tables side by side, and what follows from them by a rule.

What lives here: views, each a function that gives a typed frame, over one that gives plain rows.
What must not: reading of files (``tables``), checking, pictures. A view more is a module here, a
schema in ``schemas/views/`` of the same name, a section of ``docs/views.md``, and its values worked
out by hand in the tests. No view hides a claim: each row names the rows that it rests on.
"""
