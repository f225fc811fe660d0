"""The async shell: the only place that knows Slack, Teams and HTTP."""
