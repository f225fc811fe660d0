"""Use cases and rules: synchronous, platform-free; imports storage, never bot."""
