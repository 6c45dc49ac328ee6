"""The check of a data package: ``gate.check(root)`` returns a report. Needs the extra [check]."""
