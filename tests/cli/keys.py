"""The keys of what `--json` prints, in their order: other programs rely on them."""

CHECK = ["file", "document", "format", "rulebooks", "valid", "findings", "error"]
FINDING = ["rule", "severity", "where", "line", "terms", "found", "expected", "message"]
ADD = ["file", "id", "document", "number", "issuer", "status", "valid", "error"]
END = ["id", "document", "number", "line", "line_id"]
LINK = ["id", "kind", "from", "to", "quantity", "amount", "currency", "confidence", "state", "evidence"]
DISCREPANCY = [
    *("id", "code", "document", "line", "line_id", "expected", "found"),
    *("amount", "currency", "state", "since", "owner", "why", "message"),
]
