"""What the rulebooks of Peppol share: check digits, how XPath reads values, and rules that stand in several of them."""
