"""The Teams side of the local workspace: a Bot Connector served here, and a client that does what Teams does."""
