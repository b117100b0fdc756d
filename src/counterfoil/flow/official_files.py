"""By which names the published rules are known: rulebook → syntax → file, compared without regard to case."""

from collections.abc import Mapping

_TRANSACTIONS = (1, 16, 71, 76, 110, 111, 114, 115, 116)

FILES: Mapping[str, Mapping[str, str]] = {
    "en16931": {"UBL": "EN16931-UBL-validation.xslt", "CII": "EN16931-CII-validation.xslt"},
    "peppol-cen": {"UBL": "CEN-EN16931-UBL.xslt"},
    "peppol-billing": {"UBL": "PEPPOL-EN16931-UBL.xslt"},
    "peppol-selfbilling": {"UBL": "PEPPOL-EN16931-UBL-SB.xslt"},
    "peppol-billing-cii": {"CII": "PEPPOL-EN16931-CII.xslt"},
    "xrechnung": {"UBL": "XRechnung-UBL-validation.xslt", "CII": "XRechnung-CII-validation.xslt"},
    "factur-x-minimum": {"CII": "FACTUR-X_MINIMUM.xslt"},
    "factur-x-basicwl": {"CII": "FACTUR-X_BASIC-WL.xslt"},
    "factur-x-basic": {"CII": "FACTUR-X_BASIC.xslt"},
    "factur-x-en16931": {"CII": "FACTUR-X_EN16931.xslt"},
    "factur-x-extended": {"CII": "FACTUR-X_EXTENDED.xslt"},
    **{f"peppol-t{number:02}": {"UBL": f"PEPPOLBIS-T{number:02}.xslt"} for number in _TRANSACTIONS},
}
"""Rules that are published as Schematron alone are compiled to XSLT under the Schematron's name."""
