"""What a stranger verifies: dossiers, and what they prove. Pure."""
