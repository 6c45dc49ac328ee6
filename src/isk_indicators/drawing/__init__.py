"""How the plots are drawn: the one look of all, and one module a picture.

What lives here: ink, signs, bands and the page round the axes; ``tolls``, ``timeline`` and
``force`` put the rows of a picture in their places. What must not: what a picture shows
(``views.pictures`` says it), what users call (``plots``). Form tells what a number is, never colour
alone: everything is told apart when printed in grey. Needs matplotlib.

Lengths are in points (1/72 inch), so that a plot looks the same at every resolution.
"""
