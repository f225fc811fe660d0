"""What can go wrong below the use cases; each docstring is the sentence people read."""


class StorageError(Exception):
    """The records could not be read or written."""

    def __str__(self) -> str:
        return " ".join([*(type(self).__doc__ or "").split(), *map(str, self.args)])


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


class KeyDoesNotFit(StorageError):
    """This database was sealed with another deployment key, and nothing was started. Put the right key file back from
    your backup, in the place of this one; a key made just now, because there was none, is worth nothing. Without the
    right key nobody can read reports, their conversations, snapshots and assessments, nor the details in the records,
    and no receipt works. Posts, decisions and roles are not sealed: if the key is lost for good, keep this database for
    them, and start with a new one. Key file:"""


class StillRunning(StorageError):
    """Other processes are connected to this database: stop every Imprimatur that uses it, or they would go on sealing
    with the old key. Then start the same command again."""
