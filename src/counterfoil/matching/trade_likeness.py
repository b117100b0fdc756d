"""Does a movement look like trade, or like wages, taxes, fees, interest, or a transfer between our own accounts?"""

import re

from counterfoil.matching.movements import Movement
from counterfoil.matching.parties import names_of
from counterfoil.matching.party_names import name_form
from counterfoil.model.summary import StatementSummary

# ISO 20022 purposes and sub-families, and the German transaction codes (GVC) of wages, fees, interest and pooling.
_CODE = re.compile(
    r"\b(?:SALA|PAYR|PENS|SSBE|BENE|TAXS|VATX|INTR|CHRG|FEES|COMM|COMT|INTE|BACT|ZABA|SWEP|CCRD|POSD|POSP|CWDL|CDPT|DIVD|TOPG|MCOP|LOAN|FTLN|MGCC)\b"
    r"|(?:^|\D)(?:053|153|054|056|156|80[1-9]|81[0-9]|82[0-4]|83[0-9])(?=\D|$)|\bN(?:CHG|INT|COM|SAL)\b"
)
_WORD = re.compile(
    r"\b(?:lohn|gehalt|gehälter|gehaelter|löhne|loehne|salar\w+|salaire\w*|payroll|wages?|loon|salaris\w*|stipend\w*|nomina"
    r"|finanzamt|umsatzsteuer\w*|lohnsteuer\w*|körperschaft\w*|gewerbesteuer|ust-?va|steuernummer|tax office|hmrc|belastingdienst|tva dgfip"
    r"|dgfip|urssaf|sozialvers\w*|krankenkasse|berufsgenossenschaft|social security|social insurance|rentenversicherung"
    r"|kontoführung\w*|kontofuehrung\w*|entgeltabschluss|abschluss|rechnungsabschluss|bank ?geb\w+|gebühr\w*|gebuehr\w*|entgelt|bank charges?"
    r"|bank fees?|account fees?|service fees?|monthly fees?|frais|commission|bankkosten|kosten rekening"
    r"|zinsen|habenzins\w*|sollzins\w*|interest|intérêts|interets|rente|zinsgutschrift|tilgung|darlehen|loan|annuität"
    r"|umbuchung|übertrag|uebertrag|kontoübertrag|own transfer|own account|eigenübertrag|internal transfer|virement interne"
    r"|overboeking eigen|cash pool\w*|liquiditätsausgleich|liquiditaetsausgleich|sweep|spesen\w*|reisekosten|expense report"
    r"|kartenzahlung\w*|girocard|ec-karte|kartenumsatz|card payment|card purchase|carte bancaire|paiement cb|pinbetaling|betaalautomaat"
    r"|bargeld\w*|geldautomat|atm|cash withdrawal|retrait|geldopname|bareinzahlung|cash deposit"
    r"|gewinnausschüttung|gewinnausschuettung|dividend\w*|privatentnahme|entnahme|einlage|kapitalerhöhung|distribution of profits"
    r"|kreditkarten?abrechnung|credit card settlement|versicherungsbeitrag|insurance premium)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:finanzamt|finanzkasse|bundeskasse|belastingdienst|hm ?revenue|hmrc|dgfip|urssaf|aok|barmer|techniker krankenkasse|dak"
    r"|knappschaft|krankenkasse|tax authority|tax administration|internal revenue|trésor public|tresor public|zollamt|hauptzollamt)\b",
    re.IGNORECASE,
)


def is_trade(movement: Movement) -> bool:
    """Could it pay for goods or services, going by what bank and text say?"""
    line = movement.line
    if _CODE.search(line.transaction_code or "") or _WORD.search(movement.text):
        return False
    other, summary = line.counterparty, movement.statement.summary
    if other is None:
        return True
    if any(_OFFICE.search(name) for name in (other.name, other.trading_name) if name):
        return False
    owner = summary.account_owner if isinstance(summary, StatementSummary) else None
    return not (owner and name_form(owner) in {name_form(name) for name in names_of(other)})
