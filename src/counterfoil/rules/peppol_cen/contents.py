"""What stands in Peppol's copy: the assertions of EN 16931 1.3.16 for UBL, every one of them and no other."""

from counterfoil.rules._rule import UBL
from counterfoil.rules._rulebook import CII_ROOT, Contents
from counterfoil.rules.en16931.contents import CONTENTS as ORIGINAL

CONTENTS = Contents(
    rules=tuple(rule for rule in ORIGINAL.rules if UBL in rule.syntaxes),
    elements=tuple(rule for rule in ORIGINAL.elements if rule.roots != (CII_ROOT,)),
    prepare={UBL: ORIGINAL.prepare[UBL]},
    looks={UBL: ORIGINAL.looks[UBL]},
)
