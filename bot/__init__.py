"""The async shell: the only place that knows Slack, Teams and HTTP."""

#: As in pyproject.toml, which is not there where the program runs from a copy of these folders.
VERSION = "0.1.0"
