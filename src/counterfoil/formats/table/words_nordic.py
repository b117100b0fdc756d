"""The words by which the columns of Danish, Norwegian and Swedish exports are known.

Names of columns are compared with å as a, Swedish ä and ö as ae and oe, and with æ and ø as they are.
"""

from counterfoil.formats.table.language import Language
from counterfoil.model import summary as kinds

_ORDER = (
    "ordre {no}|ordrenr|ordrenummer|ordre|indkøbsordre {no}|indkøbsordre|købsordre {no}|innkjøpsordre {no}"
    "|innkjøpsordre"
    "|bestilling {no}|bestilling|bestillings {no}|order {no}|ordernr|ordernummer|inkoepsorder {no}|inkoepsordernr"
    "|inkoepsorder|bestaellning {no}|bestaellning|bestaellnings {no}"
)
_DESPATCH = (
    "følgeseddel {no}|følgeseddel|følgeseddelnr|pakkseddel {no}|pakkseddel|foeljesedel {no}|foeljesedel"
    "|foeljesedelsnr"
    "|leverance {no}|leveranse {no}|leverans {no}"
)
_RECEIPT = (
    "varemodtagelse {no}|varemodtagelse|modtagelse {no}|modtagelsesnr|varemottak {no}|varemottak|varemottaksnr"
    "|varemodtagelsesnr|mottak {no}"
    "|inleverans {no}|inleverans|mottagning {no}|godsmottagning {no}"
)
_INVOICE = (
    "faktura {no}|fakturanr|fakturanummer|faktura|leverandørfaktura {no}|leverantoersfaktura {no}|bilag {no}|bilagsnr"
    "|bilagsnummer|verifikation {no}|verifikationsnr|dokument {no}"
)
_TAX_NUMBER = (
    "cvr {no}|cvr|se {no}|momsnr|momsnummer|moms {no}|org {no}|organisations {no}|organisationsnummer|momsreg {no}"
)

NORDIC = Language(
    number="nr|nummer|no|id|kode|kod",
    numbers={
        kinds.INVOICE: _INVOICE,
        kinds.CREDIT_NOTE: "kreditnota {no}|kreditnota|kreditfaktura {no}|kreditfaktura|bilag {no}",
        kinds.ORDER: _ORDER,
        kinds.ORDER_RESPONSE: (
            "ordrebekræftelse {no}|ordrebekreftelse {no}|orderbekraeftelse {no}|ordererkaennande {no}"
        ),
        kinds.DESPATCH_ADVICE: _DESPATCH,
        kinds.RECEIPT_ADVICE: _RECEIPT,
        kinds.OPEN_ITEM: _INVOICE,
        kinds.STATEMENT: "kontoudtog {no}|kontoutskrift {no}|kontoutdrag {no}",
        kinds.ITEM: (
            "vare {no}|varenr|varenummer|artikel {no}|artikelnr|artikkel {no}|artikkelnr|produkt {no}|produktnr"
        ),
        kinds.PARTNER: (
            "leverandør {no}|leverandørnr|leverandør|kunde {no}|kundenr|kunde|leverantoer {no}|leverantoersnr"
            "|leverantoersnummer|leverantoer|kund {no}|kundnr|kundnummer|kund|kreditor {no}|debitor {no}"
        ),
    },
    issued={
        kinds.INVOICE: "fakturadato|fakturadatum|bilagsdato|verifikationsdatum",
        kinds.ORDER: "ordredato|bestillingsdato|orderdatum|bestaellningsdatum",
        kinds.DESPATCH_ADVICE: "følgeseddeldato|pakkseddeldato|foeljesedelsdatum",
        kinds.RECEIPT_ADVICE: (
            "modtagelsesdato|modtaget dato|mottaksdato|mottatt dato|inleveransdatum|mottagningsdatum"
        ),
        kinds.OPEN_ITEM: "fakturadato|fakturadatum|bilagsdato",
    },
    any_issued="dato|datum|bogføringsdato|bokføringsdato|bokfoeringsdatum|dokumentdato|dokumentdatum",
    trade={
        "due": "forfaldsdato|forfald|forfallsdato|forfall|betalingsfrist|foerfallodatum|foerfallodag|foerfaller",
        "delivered": "leveringsdato|leveransdatum|leveringstidspunkt|oensket leveringsdato|oenskat leveransdatum",
        "despatched": "afsendelsesdato|afsendt|sendt dato|utleveransdatum|skickat datum|avsendt dato",
        "currency": "valuta|valutakode|valutakod",
        "net": (
            "beløb ekskl moms|beløb ex moms|beløb uden moms|ekskl moms|nettobeløb|netto|beløp ekskl mva|beløp eks mva"
            "|eks mva|ekskl mva|nettobeløp|belopp exkl moms|exkl moms|nettobelopp|summa exkl moms"
        ),
        "tax": "momsbeløb|moms|mvabeløp|mva beløp|mva|momsbelopp|merverdiavgift",
        "total": (
            "beløb inkl moms|inkl moms|totalbeløb|bruttobeløb|fakturabeløb|i alt|beløb|beløp inkl mva"
            "|inkl mva|totalbeløp|totalt"
            "|fakturabeløp|bruttobeløp|beløp|belopp inkl moms|totalbelopp|fakturabelopp|bruttobelopp|summa|belopp"
        ),
        "paid": "betalt|betalt beløb|betalt beløp|betalat|betalt belopp|betalat belopp",
        "payable": (
            "restbeløb|rest|udestaende|saldo|at betale|skyldig beløb|restbeløp|utestaende|a betale|restbelopp"
            "|kvar att betala"
            "|att betala|utestaende|aterstaende|aterstar"
        ),
        "payment_terms": "betalingsbetingelser|betalingsbetingelse|betalingsvilkar|betalningsvillkor",
        "payment_reference": (
            "betalings id|betalingsreference|kid|kid {no}|ocr|ocr {no}|ocr nummer|betalningsreferens"
        ),
        "buyer_reference": "deres reference|deres ref|er referens|rekvisition|rekvisitions {no}",
        "kind": "bilagstype|dokumenttype|dokumenttyp|fakturatype|fakturatyp",
        "note": "bemærkning|bemærkninger|merknad|anmaerkning|notering|kommentar",
        "order": f"{_ORDER}|deres ordre {{no}}|ert ordernummer",
        "order_line": "ordrelinje|ordrelinje {no}|orderrad|orderrad {no}|bestillingslinje|bestaellningsrad",
        "despatch": _DESPATCH,
        "despatch_line": "følgeseddellinje|foeljesedelsrad",
        "receipt": _RECEIPT,
        "receipt_line": "modtagelseslinje|mottakslinje|inleveransrad",
        "invoice": "oprindelig faktura|opprinnelig faktura|ursprunglig faktura",
        "contract": "kontrakt|kontrakt {no}|aftale {no}|avtale {no}|avtal|avtals {no}",
        "line.id": "linje|linje {no}|linjenr|linjenummer|rad|rad {no}|radnr|position|pos",
        "line.quantity": (
            "antal|antall|mængde|mengde|kvantitet|bestilt antal|bestilt antall|bestaellt antal|leveret antal"
            "|levert antall"
            "|levererat antal|modtaget antal|mottatt antall|mottaget antal|faktureret antal|fakturert antall"
            "|fakturerat antal"
            "|modtaget|mottatt"
        ),
        "line.unit": "enhed|enhet|maleenhed|maleenhet",
        "line.price": "pris|stykpris|enhedspris|enhetspris|a pris|nettopris|pris ekskl moms|pris eks mva|styckpris",
        "line.price_base": "pris pr|pris per|prisenhed|prisenhet",
        "line.amount": (
            "linjebeløb|linjebeløp|linjetotal|radbelopp|radsumma|beløb|beløp|belopp|nettobeløb|nettobelopp"
        ),
        "line.tax_rate": "moms percent|momsprocent|momssats|mva percent|mva sats|moms sats|momskode percent",
        "line.name": (
            "beskrivelse|varetekst|varebeskrivelse|tekst|varenavn|benaemning|beskrivning|artikelnamn|produktnavn"
        ),
        "line.seller_item": "leverandørens varenr|leverandørvarenr|leverantoerens artikelnr",
        "line.buyer_item": "kundens varenr|kundens artikelnr",
        "item": (
            "vare {no}|varenr|varenummer|vare|artikel {no}|artikelnr|artikelnummer|artikkel {no}|artikkelnr|produktnr"
        ),
        "line.gtin": "ean|stregkode|strekkode|streckkod",
        "line.lot": "parti|parti {no}|partinr|batch {no}",
        "line.serial": "serie {no}|serienr|serienummer",
    },
    roles={
        "seller": "leverandør|leverandører|leverantoer|leverantoers|kreditor|saelger|selger",
        "buyer": "kunde|kund|debitor|køber|kjøper|koepare",
        "deliver_to": "leveringsadresse|leveransadress",
    },
    attributes={
        "name": "|navn|namn|firmanavn|foeretagsnamn",
        "NUMBER": "{no}|nr|nummer",
        "vat": _TAX_NUMBER,
        "account": "iban|konto {no}|kontonr|bankkonto|bankgiro|plusgiro",
        "country": "land|landekode|landskod|landkode",
        "city": "by|poststed|sted|ort|postort|stad",
        "post_code": "post {no}|postnr|postnummer",
        "street": "adresse|adress|gade|gate|gatuadress|vej",
    },
    statement={
        "account": "konto|konto {no}|kontonr|kontonummer|egen konto",
        "account_owner": "kontohaver|kontoeier|kontohavare|kontoinnehavare",
        "currency": "valuta",
        "opening": "primosaldo|startsaldo|ingaende saldo|inngaende saldo",
        "closing": "ultimosaldo|slutsaldo|utgaende saldo",
        "entry.amount": "beløb|beløp|belopp|beløb dkk|beløp nok|belopp sek",
        "entry.credit": "indbetaling|ind|inn|inn pa konto|innbetaling|insaettning|kredit",
        "entry.debit": "udbetaling|ud|ut|ut fra konto|utbetaling|uttag|debet",
        "entry.booked": (
            "bogføringsdato|bogført|bokføringsdato|bokført|bokfoeringsdag|bokfoeringsdatum|dato|datum|transaktionsdag"
        ),
        "entry.valued": "valørdato|rentedato|valutadato|valutadag|valutadatum",
        "entry.reference": (
            "arkivreference|arkivreferanse|referanse|referens|reference|transaktions {no}|verifikations {no}"
        ),
        "entry.code": "transaktionstype|transaksjonstype|transaktionstyp|posteringstype",
        "mandate": "aftale {no}|mandat",
        "remittance": (
            "tekst|text|posteringstekst|meddelelse|besked|melding|meddelande|beskrivelse|forklaring|beskrivning"
        ),
        "counterparty.name": (
            "modtager|afsender|indbetaler|mottaker|betaler|avsender|mottagare|betalare|avsaendare|navn|namn|motpart"
            "|modtager afsender"
        ),
        "counterparty.account": "modkonto|modtagerkonto|mottakerkonto|fra konto|til konto|motkonto|mottagarkonto",
        "counterparty.supplier_number": "leverandør {no}|leverandørnr|leverantoersnr",
        "invoice": "faktura {no}|fakturanr|fakturanummer",
    },
    item={
        "name": "beskrivelse|varenavn|varetekst|navn|benaemning|artikelnamn|beskrivning|namn|produktnavn",
        "unit": "enhed|enhet|basisenhed|grundenhet|lagerenhed|lagerenhet",
        "gtin": "ean|stregkode|strekkode|streckkod",
        "pack.unit": "pakkeenhed|pakningsenhet|foerpackningsenhet|kolli|forpakning|emballage",
        "pack.factor": (
            "antal pr pakke|antal pr kolli|antall per pakke|antal per foerpackning|kollistørrelse|foerpackningsstorlek"
        ),
    },
    partner={
        "name": "navn|firmanavn|namn|foeretagsnamn|leverandørnavn|kundenavn|leverantoersnamn|kundnamn",
        "trading_name": "søgenavn|soeknamn|kortnavn|kaldenavn",
        "vat": _TAX_NUMBER,
        "registration": "cvr {no}|organisasjons {no}|organisasjonsnummer|foretaks {no}",
        "account": "bankkonto|konto {no}|kontonr|bankgiro|plusgiro",
        "country": "land|landekode|landskod|landkode",
        "city": "by|poststed|sted|postort|ort|stad",
        "post_code": "post {no}|postnr|postnummer",
        "street": "adresse|adress|gade|gate|gatuadress|vej",
    },
    hints={
        kinds.STATEMENT: (
            (
                "bogføringsdato|bokføringsdato|bokfoeringsdag|valørdato|rentedato|inn pa konto|ut fra konto"
                "|modkonto|motkonto"
            ),
            "saldo|beløb|beløp|belopp|tekst|dato|datum|konto",
        ),
        kinds.RECEIPT_ADVICE: (
            (
                "varemodtagelse|modtaget antal|modtagelsesdato|varemottak|mottatt antall|mottaksdato|inleverans"
                "|mottaget antal"
                "|inleveransdatum|inleveransnr"
            ),
            "ordrenr|ordernr|leverandør|leverantoer|antal|antall",
        ),
        kinds.DESPATCH_ADVICE: (
            (
                "følgeseddel|følgeseddelnr|pakkseddel|foeljesedel|foeljesedelsnr|leveret antal|levert antall"
                "|levererat antal"
            ),
            "ordrenr|ordernr|antal|antall",
        ),
        kinds.OPEN_ITEM: (
            "restbeløb|udestaende|restbeløp|utestaende|restbelopp|kvar att betala|aterstar",
            "forfaldsdato|forfallsdato|foerfallodatum|fakturanr|leverandør|leverantoer|kunde|kund",
        ),
        kinds.INVOICE: (
            "fakturanr|fakturanummer|fakturadato|fakturadatum|fakturabeløb|fakturabeløp|fakturabelopp",
            "forfaldsdato|forfallsdato|foerfallodatum|moms|mva|momsbeløb|momsbelopp|ekskl|exkl|inkl|netto",
        ),
        kinds.ORDER: (
            (
                "ordrenr|ordrenummer|ordredato|bestilt antal|bestilt antall|bestaellt antal|ordernr|ordernummer"
                "|orderdatum"
                "|bestaellningsnr|bestaellningsdatum|indkøbsordre|innkjøpsordre|inkoepsorder"
            ),
            "leverandør|leverantoer|antal|antall|pris|enhed|enhet",
        ),
        kinds.PARTNER: (
            (
                "cvr|cvr nr|organisationsnummer|organisasjonsnummer|orgnr|adresse|adress|postnr|postnummer"
                "|poststed|postort"
            ),
            "navn|namn|leverandør|leverantoer|kunde|kund|leverandørnr|leverantoersnr|kundenr|kundnr|land|telefon",
        ),
        kinds.ITEM: (
            "stregkode|strekkode|streckkod|kolli|foerpackning|lagerenhed|lagerenhet|varegruppe|varugrupp",
            "varenr|varenummer|artikelnr|artikelnummer|beskrivelse|benaemning|enhed|enhet",
        ),
    },
    units={
        "H87": "stk|styk|st|stykk|styck",
        "HUR": "time|timer|timme|timmar",
        "DAY": "dag|dage|dager|dagar",
        "BX": "kasse|æske|eske|lada|låda",
        "PR": "par",
        "PF": "palle|pall",
    },
    kinds={
        kinds.INVOICE: "faktura|leverandørfaktura|leverantörsfaktura|salgsfaktura",
        kinds.CREDIT_NOTE: "kreditnota|kreditfaktura",
        "skip": "betaling|indbetaling|innbetaling|betalning|utbetalning",
    },
)
