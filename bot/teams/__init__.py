"""Microsoft Teams: the only place that knows botbuilder. Everybody else hands over and gets plain dicts."""
