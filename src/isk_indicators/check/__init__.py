"""The gate: whether a folder's tables may be built into a release.

``gate.check(root)`` runs the stages and returns a ``Report``. ``files``, ``structure`` and the
rules of ``isk_indicators.rules`` are the stages; ``scan`` reads a CSV file without giving up,
``codes`` names every rule, ``plain`` prints. What an analyst imports never reaches this package: it
needs the extra ``[check]``.
"""
