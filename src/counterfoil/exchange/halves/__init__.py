"""Our half of what is shared: who we are, our partners, and facts of both sides in one log."""
