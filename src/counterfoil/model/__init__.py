"""The nouns of trade: parties, lines, documents, findings, links, discrepancies, facts. They know no verbs."""
