"""The words by which the columns of French exports are known."""

from counterfoil.formats.table.language import Language
from counterfoil.model import summary as kinds

_ORDER = "{no} commande|commande|commande {no}|bon de commande|{no} bon de commande|{no} bc"
_DESPATCH = "{no} bl|bl|bon de livraison|{no} bon de livraison|{no} livraison|{no} expedition"
_RECEIPT = "{no} reception|reception|bon de reception|{no} bon de reception|{no} br"
_INVOICE = "{no} facture|facture|facture {no}|{no} la facture|{no} piece|piece|{no} document"
_TAX_NUMBER = "tva|{no} tva|tva intracommunautaire|{no} tva intracommunautaire|tva intracom"

FRENCH = Language(
    number="n|no|numero|num|nr|code|ref|reference|n de|no de|numero de|num de|n d|numero d|reference de",
    numbers={
        kinds.INVOICE: f"{_INVOICE}|document|numero",
        kinds.CREDIT_NOTE: "{no} avoir|avoir|{no} piece|{no} note de credit|note de credit",
        kinds.ORDER: f"{_ORDER}|{{no}} piece|numero",
        kinds.ORDER_RESPONSE: "{no} confirmation|{no} accuse de reception|{no} ar",
        kinds.DESPATCH_ADVICE: f"{_DESPATCH}|{{no}} piece",
        kinds.RECEIPT_ADVICE: f"{_RECEIPT}|{{no}} piece",
        kinds.OPEN_ITEM: f"{_INVOICE}|reference",
        kinds.STATEMENT: "{no} releve|releve",
        kinds.ITEM: "{no} article|article|reference|ref|{no} produit|produit|code",
        kinds.PARTNER: (
            "{no} fournisseur|fournisseur|{no} client|client|{no} tiers|tiers|code|compte|{no} compte|compte tiers"
        ),
    },
    issued={
        kinds.INVOICE: "date facture|date de facture|date de facturation|date de la facture|date piece|date de piece",
        kinds.ORDER: "date commande|date de commande|date de la commande",
        kinds.DESPATCH_ADVICE: "date bl|date de bl|date du bl",
        kinds.RECEIPT_ADVICE: "date reception|date de reception|date de la reception|date br",
        kinds.OPEN_ITEM: "date facture|date de facture|date piece|date de piece",
    },
    any_issued="date|date document|date du document|date de creation|date comptable",
    trade={
        "due": "date echeance|date d echeance|echeance|a payer avant le",
        "delivered": "date de livraison|date livraison|date de livraison prevue|date livraison prevue|livraison prevue",
        "despatched": "date expedition|date d expedition",
        "currency": "devise|code devise|monnaie",
        "net": (
            "total ht|montant ht|ht|montant hors taxes|montant hors taxe|total hors taxes|net ht"
            "|montant hors taxes signe"
        ),
        "tax": "total tva|montant tva|montant de la tva|taxes|tva",
        "total": "total ttc|montant ttc|ttc|montant total|total|montant|total signe",
        "paid": "montant regle|regle|deja regle|acompte|montant paye|paye",
        "payable": (
            "reste a payer|solde du|montant du|net a payer|reste du|restant du|montant restant du|solde a payer|solde"
            "|montant du signe"
        ),
        "payment_terms": "conditions de paiement|condition de paiement|conditions de reglement|mode de reglement",
        "payment_reference": "reference de paiement|reference paiement",
        "buyer_reference": "votre reference|vos references|reference client",
        "kind": "type de piece|type piece|type de document|type document|nature",
        "note": "commentaire|commentaires|remarque|remarques|observations",
        "order": f"{_ORDER}|votre commande",
        "order_line": "ligne commande|ligne de commande|{no} ligne commande|{no} ligne de commande",
        "despatch": _DESPATCH,
        "despatch_line": "ligne bl|ligne de livraison",
        "receipt": _RECEIPT,
        "receipt_line": "ligne reception|ligne de reception",
        "invoice": "facture d origine|{no} facture d origine|facture origine",
        "contract": "{no} contrat|contrat",
        "line.id": "ligne|{no} ligne|poste|position",
        "line.quantity": (
            "quantite|qte|quantite commandee|qte commandee|quantite livree|qte livree|quantite recue|qte recue"
            "|quantite facturee|qte facturee|nombre"
        ),
        "line.unit": "unite|unite de mesure|u|unite de vente|unite d achat",
        "line.price": (
            "prix unitaire ht|pu ht|prix unitaire|pu|prix|prix ht|prix net|prix unitaire net|pu net|pu net ht"
            "|prix d achat"
        ),
        "line.price_base": "base de prix|quantite de base",
        "line.amount": (
            "montant ht|total ht|montant|montant ligne|montant net|montant net ht|total ligne|total ligne ht|total"
        ),
        "line.tax_rate": "taux tva|taux de tva|tva percent|tva|taux",
        "line.name": "designation|libelle|description|libelle article|designation article|intitule|article|produit",
        "line.seller_item": "{no} fournisseur article|{no} article fournisseur|reference fournisseur|ref fournisseur",
        "line.buyer_item": "{no} article client|{no} client article",
        "item": "code article|reference article|ref article|reference|ref|{no} article|{no} produit",
        "line.gtin": "code ean|code barre|code barres|ean13|gencod",
        "line.lot": "lot|{no} lot",
        "line.serial": "{no} serie",
    },
    roles={"seller": "fournisseur|vendeur", "buyer": "client|acheteur", "deliver_to": "destinataire"},
    attributes={
        "name": "|nom|raison sociale|intitule|libelle",
        "NUMBER": "{no}||compte",
        "vat": _TAX_NUMBER,
        "account": "iban|compte bancaire|rib",
        "country": "pays|code pays",
        "city": "ville|localite",
        "post_code": "code postal|cp",
        "street": "adresse|rue|adresse 1",
    },
    joining=("", "du", "de", "le"),
    statement={
        "account": "compte|{no} compte|{no} du compte|compte bancaire",
        "account_owner": "titulaire|titulaire du compte|intitule du compte",
        "currency": "devise|monnaie",
        "opening": "solde initial|solde d ouverture",
        "closing": "solde final|solde de cloture",
        "entry.amount": "montant|montant eur|montant en euros|montant de l operation|montant operation",
        "entry.credit": "credit|credit euros|montant credit|recettes|credit eur",
        "entry.debit": "debit|debit euros|montant debit|depenses|debit eur",
        "entry.sign": "sens|debit credit|sens de l operation",
        "entry.booked": (
            "date operation|date d operation|date de l operation|date comptable|date de comptabilisation|date"
        ),
        "entry.valued": "date de valeur|date valeur|valeur",
        "entry.reference": "reference|{no} operation|reference de l operation|{no} ecriture",
        "entry.code": "type d operation|type operation|nature|nature de l operation",
        "end_to_end_id": "reference de bout en bout|reference bout en bout",
        "mandate": "{no} mandat|reference du mandat|rum|mandat",
        "remittance": (
            "libelle|libelle operation|libelle de l operation|motif|communication|details|detail|libelle complet|objet"
            "|informations complementaires"
        ),
        "counterparty.name": (
            "contrepartie|nom contrepartie|nom de la contrepartie|beneficiaire|nom du beneficiaire|donneur d ordre"
            "|tiers|nom du tiers|emetteur"
        ),
        "counterparty.account": (
            "compte contrepartie|compte de la contrepartie|iban contrepartie|iban de la contrepartie"
            "|compte beneficiaire|iban beneficiaire|iban du beneficiaire"
        ),
        "counterparty.supplier_number": "{no} fournisseur",
        "invoice": "{no} facture|facture",
    },
    item={
        "name": "designation|libelle|description|nom|intitule",
        "unit": "unite|unite de base|unite de mesure|unite de vente|unite de stock",
        "gtin": "code ean|code barre|code barres|gencod|ean13",
        "pack.unit": "conditionnement|unite de conditionnement|unite d achat|emballage",
        "pack.factor": "quantite par colis|qte par colis|colisage|pcb|quantite par conditionnement|contenance",
    },
    partner={
        "name": "raison sociale|nom|intitule|societe|denomination",
        "trading_name": "nom commercial|enseigne|nom abrege",
        "vat": _TAX_NUMBER,
        "registration": "siret|siren|{no} siret|{no} siren|rcs|{no} rcs",
        "account": "rib|compte bancaire|{no} iban",
        "country": "pays|code pays",
        "city": "ville|localite",
        "post_code": "code postal|cp",
        "street": "adresse|rue|adresse 1",
    },
    hints={
        kinds.STATEMENT: (
            "date de valeur|date valeur|date operation|date d operation|date comptable|contrepartie|motif",
            "debit|credit|solde|montant|compte|libelle|beneficiaire",
        ),
        kinds.RECEIPT_ADVICE: (
            "n reception|reception|date de reception|quantite recue|qte recue|bon de reception",
            "commande|quantite|qte|fournisseur",
        ),
        kinds.DESPATCH_ADVICE: (
            "n bl|bl|date bl|bon de livraison|quantite livree|qte livree|expedition",
            "livraison|commande|quantite|qte",
        ),
        kinds.OPEN_ITEM: (
            "reste a payer|solde du|restant du|montant restant du|reste du",
            "echeance|date echeance|compte|facture|fournisseur|client",
        ),
        kinds.INVOICE: (
            "n facture|facture|numero de facture|date facture|date de facturation|avoir",
            "tva|ht|ttc|echeance|prix unitaire|total",
        ),
        kinds.ORDER: (
            "n commande|commande|numero de commande|date commande|date de commande|quantite commandee|qte commandee",
            "livraison|quantite|qte|fournisseur|prix unitaire|pu",
        ),
        kinds.PARTNER: (
            "siret|siren|tva intracommunautaire|adresse|code postal|ville|cp",
            "raison sociale|nom|fournisseur|client|pays|telephone",
        ),
        kinds.ITEM: (
            "code ean|gencod|code barre|conditionnement|colisage|unite de base|famille",
            "article|designation|reference|unite|libelle",
        ),
    },
    units={
        "H87": "u|un|unite|unites|piece|pieces|pièce|pièces|pce|unité|unités",
        "MTR": "mètre|metre",
        "HUR": "heure|heures",
        "DAY": "jour|jours|j",
        "CT": "carton|colis",
        "BX": "boite|boîte",
        "PR": "paire|paires",
        "LS": "forfait",
    },
    kinds={
        kinds.INVOICE: "facture|fa|facture fournisseur|facture client",
        kinds.CREDIT_NOTE: "avoir|av|note de credit",
        "skip": "reglement|paiement|encaissement|acompte",
    },
)
