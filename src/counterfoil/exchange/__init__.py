"""Between companies: who they are, what they attest to each other, and dossiers that a stranger can check."""
