"""What a valid row means: the rules, by theme and by table, run through pandera.

``rule`` says what a rule is, ``links`` what rules may know of other tables, ``span``, ``figure``,
``date``, ``voice`` and ``words`` hold the rules that several tables share, and ``<table>`` lists
the rules of one table beside those that are its own. ``derive`` turns a Table Schema into a pandera
schema; ``run`` applies everything. To add a rule: write a function of the cells it reads in the
module of its theme, decorate it, and name it in the ``RULES`` of each table it holds for.
"""
