"""What can go wrong below the use cases; each docstring is the sentence people read."""

import inspect


class StorageError(Exception):
    """The records could not be read or written."""

    def __str__(self) -> str:
        return " ".join([inspect.cleandoc(type(self).__doc__ or ""), *map(str, self.args)])


class DatabaseInUse(StorageError):
    """Another process is using this database file: stop it first, or use PostgreSQL to run several."""


class DatabaseNotAFile(StorageError):
    """The database must be a file or a PostgreSQL server: set DATABASE_URL to sqlite:///<path> or postgresql+psycopg://…"""


class SchemaUnknown(StorageError):
    """This database was made by a newer version of the program: install that version again."""


class Unprotected(StorageError):
    """The database lacks triggers that keep its records from being rewritten: restore it from a backup. Missing:"""


class OutcomeUnknown(StorageError):
    """The database went away while saving: look whether it was saved before trying again."""


class KeyDamaged(StorageError):
    """The deployment key file does not hold a 32-byte key: restore it from your backup."""


class SealBroken(StorageError):
    """A sealed record does not open: it was changed, or sealed with another deployment key."""
