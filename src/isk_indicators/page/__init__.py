"""The evidence page: every table, the pictures, and for each row the words it rests on.

What lives here: one HTML file, made of the tables and views. What must not: any figure of its own
(``views`` count, this package places), anything fetched. ``html`` puts the page together, a module
each prepares one part of it (``lanes``, ``charts``, ``chart_map``, ``grids``, ``readings``) for a
template of the same name in ``templates/``; ``style.css`` and ``script/`` go into the page as they
are. One more part is one more module and template, named in ``html``.
"""
