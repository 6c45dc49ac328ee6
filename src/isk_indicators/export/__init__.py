"""The data in forms that other programs take as they are: one module a format."""
