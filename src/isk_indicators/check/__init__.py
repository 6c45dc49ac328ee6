"""The gate: whether a folder's tables may be built into a release.

``gate.check(root)`` runs the stages and returns a ``Report``. One module a purpose: ``scan`` reads a
CSV file without giving up, ``files``, ``structure`` and the rules of ``isk_indicators.rules`` are
the stages, ``codes`` names every rule, ``plain`` prints. Nothing below an analyst's import reaches
this package: it needs the extra ``[check]``.
"""
