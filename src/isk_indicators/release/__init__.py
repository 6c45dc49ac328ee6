"""The release: its files, how they are packed and described, and how it is prepared."""
