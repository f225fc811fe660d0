"""Microsoft Teams: the same workflows as in Slack, under the same names."""
