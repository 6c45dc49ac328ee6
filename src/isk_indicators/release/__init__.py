"""The release: which files it holds, how they are packed, and what is said about them."""
