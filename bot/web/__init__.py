"""Pages and addresses for people's browsers, and for the chat services that fetch on their behalf."""
