"""The command: it parses, calls the flow and renders what comes back. It decides nothing."""
