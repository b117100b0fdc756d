"""UN/CEFACT Cross Industry Invoice, D16B and D22B, in all profiles of Factur-X, ZUGFeRD 2 and XRechnung; ZUGFeRD 1.0.

The binding is that of EN 16931-3-3. MINIMUM and BASIC WL are invoices without lines. Of EXTENDED the model takes lines
within lines, a line's own order, despatch advice, receipt advice and delivery, and logistics charges (as charges of the
document). An amount without a currency of its own is in the invoice's. ZUGFeRD 1.0 has the same elements under older
names (format "zugferd-1"); what it says reads into the same terms as far as the core invoice has them.
"""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats._cii_table import CII as _CII
from counterfoil.formats._cii_table import ZUGFERD_1 as _ZUGFERD_1
from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._invoice_summary import summarise
from counterfoil.formats._table import Table
from counterfoil.formats._walk import walk
from counterfoil.model.invoice import Invoice
from counterfoil.model.summary import CREDIT_NOTE, INVOICE


def read_cii(root: etree._Element) -> Iterator[Reading]:
    """Give the one invoice or credit note of a CrossIndustryInvoice."""
    yield _read(root, _CII, CII.id)


def read_zugferd_1(root: etree._Element) -> Iterator[Reading]:
    """Give the one invoice or credit note of a CrossIndustryDocument of ZUGFeRD 1.0."""
    yield _read(root, _ZUGFERD_1, ZUGFERD_1.id)


def _read(root: etree._Element, table: Table, format_id: str) -> Reading:
    invoice, trace = walk(root, table)
    assert isinstance(invoice, Invoice)
    return Reading(
        document=CREDIT_NOTE if invoice.credit_note else INVOICE,
        format=format_id,
        model=invoice,
        summarise=summarise,
        trace=trace,
    )


CII = XmlFormat(id="cii", roots=(_CII.root_tag,), read=read_cii)
ZUGFERD_1 = XmlFormat(id="zugferd-1", roots=(_ZUGFERD_1.root_tag,), read=read_zugferd_1)
