"""Views: rows that are computed from the tables by a named rule.

Importing this package imports its modules, each of which registers its views in ``registry.VIEWS``.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
