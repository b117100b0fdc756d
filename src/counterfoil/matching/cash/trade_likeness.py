"""Does a movement look like trade, or like wages, taxes, fees, interest, or a transfer between our own accounts?"""

import re

from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.parties.identity import names_of
from counterfoil.matching.parties.names import name_form
from counterfoil.model.summary import StatementSummary

# Words of banks and payers in German, English, Dutch, French, Italian, Spanish and Swedish; "*" stands for any ending.
_WAGES = """lohn gehalt gehälter gehaelter löhne loehne salar* salaire* payroll wages? loon salaris* stipend*
    n[oó]minas? busta~paga retribuzion* spesen* reisekosten expense~report"""
_TAXES = """finanzamt umsatzsteuer* lohnsteuer* körperschaft* gewerbesteuer ust-?va steuernummer tax~office hmrc dgfip
    belastingdienst urssaf sozialvers* krankenkasse berufsgenossenschaft social~security social~insurance
    rentenversicherung versicherungsbeitrag insurance~premium omzetbelasting loonheffing* vennootschapsbelasting
    imp[oô]ts?~sur cotisations? f24 tribut[io]s? inps inail contributi~previdenziali impuestos?~sobre
    cotizaci[oó]n(?:es)? seguridad~social skattekonto"""
_BANK = """kontoführung* kontofuehrung* entgeltabschluss abschluss
    rechnungsabschluss bank~geb* bankgeb* gebühr* gebuehr*
    entgelt bank~charges? bank~fees? account~fees? service~fees? monthly~fees? frais commission bankkosten
    kosten~rekening zinsen habenzins* sollzins* zinsgutschrift interest intérêts interets rente tilgung darlehen loan
    annuität credit~card~settlement kreditkarten?abrechnung spese~(?:di~)?tenuta imposta~di~bollo interessi
    comisi[oó]n(?:es)? gastos~bancarios intereses bankafgift*"""
_OWN = """umbuchung übertrag uebertrag kontoübertrag own~transfer own~account eigenübertrag internal~transfer
    virement~interne overboeking~eigen cash~pool* liquiditätsausgleich liquiditaetsausgleich sweep
    gewinnausschüttung gewinnausschuettung giroconto traspaso interne~overboeking dividend* privatentnahme
    entnahme einlage kapitalerhöhung"""
_CARDS = """kartenzahlung* girocard ec-karte kartenumsatz card~payment card~purchase carte~bancaire paiement~cb
    pinbetaling betaalautomaat bargeld* geldautomat atm cash~withdrawal retrait geldopname bareinzahlung cash~deposit
    pin~betaling bancontact bancomat pagobancomat pagamento~pos compra~(?:con~)?tarjeta pago~con~tarjeta kortköp
    kortbetalning"""
_OFFICES = """finanzamt finanzkasse bundeskasse belastingdienst hm~?revenue hmrc dgfip urssaf aok barmer dak knappschaft
    techniker~krankenkasse krankenkasse tax~authority tax~administration internal~revenue trésor~public tresor~public
    zollamt hauptzollamt agenzia~(?:delle~)?entrate agencia~(?:estatal~)?(?:de~administraci[oó]n~)?tributaria
    tesorer[ií]a~general skatteverket"""


def _any_of(*lists: str) -> re.Pattern[str]:
    words = (word.replace("*", r"\w*").replace("~", " ") for one in lists for word in one.split())
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_WORD = _any_of(_WAGES, _TAXES, _BANK, _OWN, _CARDS)
_OFFICE = _any_of(_OFFICES)
# ISO 20022 purposes and sub-families, SWIFT's transaction types, and the German transaction codes (GVC).
_CODE = re.compile(
    r"\b(?:SALA|PAYR|PENS|SSBE|BENE|TAXS|VATX|INTR|CHRG|FEES|COMM|COMT|INTE|BACT|ZABA|SWEP|TOPG|MCOP|LOAN|FTLN|MGCC)\b"
    r"|\b(?:CCRD|POSD|POSP|CWDL|CDPT|DIVD)\b|\bN(?:CHG|INT|COM|SAL)\b"
    r"|(?:^|\D)(?:05[346]|15[346]|08[23]|80[1-9]|81[0-9]|82[0-4]|83[0-9])(?=\D|$)"
)
# Premiums, subscriptions and who asks for them, mostly by no invoice.
_DUES = _any_of(
    """polices? policen(?:r|ummer)? polic(?:y|ies) versicherungs* versicherung(?:en)? pr[aä]mien? praemien? insurance
    insurers? assurances? assicurazion[ei] verzekering* seguros? polizza polis premie försäkring*
    beitrag beiträge beitraege mitglieds* membership contributie cotisation"""
)


def needs_invoice(movement: Movement) -> bool:
    """Does it look so much like trade that an invoice should be there? Not so premiums and subscriptions."""
    other = movement.line.counterparty
    names = names_of(other) if other is not None else ()
    return is_trade(movement) and not any(_DUES.search(text) for text in (movement.text, *names))


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
