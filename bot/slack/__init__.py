"""Slack: listeners translate requests into use cases; blocks and modals draw what people see."""
