"""Tables, transactions, ledger, outbox: knows nothing above itself."""
