"""The commands, one module each: ``NAME``, ``HELP``, ``add_arguments`` and ``run``.

To add one, write such a module and name it in ``isk_indicators.cli.COMMANDS``. A command imports
what it needs when it runs, so that the others start without it.
"""
