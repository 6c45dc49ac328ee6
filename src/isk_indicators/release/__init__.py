"""The release: which files it holds, how they are packed, and what is said about them.

What lives here: one module a step, from the tables to ``dist/`` (``publish`` runs them in order).
What must not: any check of the data, which is the gate's, and any list of tables or columns, which
follow from ``datapackage.json``. To add a further file to the zip, extend ``bundle.bundle_files``;
to add a further artefact beside it, extend ``publish.write_release``.
"""
