"""The transparency log: tree, tiles, checkpoints, notes and proofs, as pure functions without I/O."""
