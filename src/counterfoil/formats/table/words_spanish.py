"""The words by which the columns of Spanish exports are known."""

from counterfoil.formats.table.language import Language
from counterfoil.model import summary as kinds

_ORDER = "{no} pedido|pedido|pedido {no}|orden de compra|{no} orden de compra"
_DESPATCH = "{no} albaran|albaran|albaran {no}|{no} envio|{no} entrega"
_RECEIPT = "{no} recepcion|recepcion|{no} entrada|entrada de mercancia"
_INVOICE = "{no} factura|factura|factura {no}|{no} la factura|{no} documento"
_TAX_NUMBER = "nif|cif|nif cif|cif nif|nif iva|{no} iva"

SPANISH = Language(
    number="n|no|num|numero|nro|codigo|cod|n de|no de|num de|numero de|codigo de|n del|numero del",
    numbers={
        kinds.INVOICE: f"{_INVOICE}|documento|numero",
        kinds.CREDIT_NOTE: "{no} abono|abono|{no} factura rectificativa|{no} nota de credito|nota de credito",
        kinds.ORDER: f"{_ORDER}|{{no}} documento",
        kinds.ORDER_RESPONSE: "{no} confirmacion",
        kinds.DESPATCH_ADVICE: _DESPATCH,
        kinds.RECEIPT_ADVICE: f"{_RECEIPT}|{{no}} albaran de entrada",
        kinds.OPEN_ITEM: f"{_INVOICE}|documento|referencia",
        kinds.STATEMENT: "{no} extracto",
        kinds.ITEM: "{no} articulo|articulo|referencia|ref|{no} producto|producto|codigo",
        kinds.PARTNER: "{no} proveedor|proveedor|{no} cliente|cliente|codigo|cuenta",
    },
    issued={
        kinds.INVOICE: (
            "fecha factura|fecha de factura|fecha de la factura|fecha expedicion|fecha de expedicion|fecha emision"
            "|fecha de emision"
        ),
        kinds.ORDER: "fecha pedido|fecha de pedido|fecha del pedido",
        kinds.DESPATCH_ADVICE: "fecha albaran|fecha de albaran|fecha del albaran",
        kinds.RECEIPT_ADVICE: "fecha recepcion|fecha de recepcion|fecha entrada",
        kinds.OPEN_ITEM: "fecha factura|fecha de factura|fecha documento",
    },
    any_issued="fecha|fecha documento|fecha del documento|fecha contable|fecha de registro",
    trade={
        "due": "vencimiento|fecha vencimiento|fecha de vencimiento",
        "delivered": "fecha entrega|fecha de entrega|entrega|fecha prevista|fecha de entrega prevista",
        "despatched": "fecha envio|fecha de envio",
        "currency": "moneda|divisa|codigo moneda|codigo divisa",
        "net": "base imponible|importe neto|total neto|importe sin iva|total sin iva|neto|base|subtotal",
        "tax": "cuota iva|importe iva|total iva|cuota|impuestos|iva",
        "total": "total factura|importe total|total|importe con iva|total con iva|bruto|importe",
        "paid": "pagado|importe pagado|cobrado|importe cobrado",
        "payable": "pendiente|importe pendiente|saldo pendiente|pendiente de pago|por pagar|por cobrar|saldo",
        "payment_terms": "condiciones de pago|terminos de pago|forma de pago",
        "buyer_reference": "su referencia|referencia cliente",
        "kind": "tipo documento|tipo de documento",
        "note": "observaciones|notas|comentario|comentarios",
        "order": f"{_ORDER}|su pedido",
        "order_line": "linea pedido|linea de pedido|{no} linea pedido",
        "despatch": _DESPATCH,
        "receipt": _RECEIPT,
        "invoice": "factura rectificada|factura original",
        "contract": "{no} contrato|contrato",
        "line.id": "linea|{no} linea|posicion",
        "line.quantity": (
            "cantidad|cant|cantidad pedida|cantidad recibida|cantidad entregada|cantidad servida|cantidad facturada"
            "|unidades|uds"
        ),
        "line.unit": "unidad|unidad de medida|unidad medida|ud|um",
        "line.price": "precio unitario|precio|precio unidad|precio neto|precio unit",
        "line.amount": "importe|importe linea|importe de linea|importe neto|total linea|valor|total",
        "line.tax_rate": "tipo iva|tipo de iva|iva percent|percent iva|iva",
        "line.name": (
            "descripcion|descripcion articulo|descripcion del articulo|nombre articulo|concepto|articulo|producto"
        ),
        "line.seller_item": "{no} articulo proveedor|referencia proveedor|ref proveedor",
        "line.buyer_item": "{no} articulo cliente",
        "item": "codigo articulo|cod articulo|{no} articulo|referencia|ref|{no} producto|articulo",
        "line.gtin": "codigo ean|codigo de barras",
        "line.lot": "lote|{no} lote",
        "line.serial": "{no} serie",
    },
    roles={"seller": "proveedor|vendedor|acreedor|emisor", "buyer": "cliente|comprador|receptor"},
    attributes={
        "name": "|nombre|razon social|denominacion",
        "NUMBER": "{no}||cuenta",
        "vat": _TAX_NUMBER,
        "account": "iban|cuenta bancaria",
        "country": "pais|codigo pais",
        "city": "ciudad|poblacion|localidad|municipio",
        "post_code": "codigo postal|cp|c p",
        "street": "direccion|domicilio|calle",
    },
    joining=("", "del", "de", "de la"),
    statement={
        "account": "cuenta|{no} cuenta",
        "account_owner": "titular|titular de la cuenta",
        "currency": "divisa|moneda",
        "opening": "saldo inicial",
        "closing": "saldo final",
        "entry.amount": "importe|importe eur|cantidad",
        "entry.credit": "haber|abonos|ingresos|abono|ingreso",
        "entry.debit": "debe|cargos|gastos|cargo",
        "entry.sign": "debe haber|signo",
        "entry.booked": "fecha operacion|fecha de operacion|fecha contable|f operacion|fecha movimiento|fecha",
        "entry.valued": "fecha valor|fecha de valor|f valor|valor",
        "entry.reference": "referencia|{no} movimiento|referencia 1",
        "entry.code": "tipo movimiento|tipo de movimiento|movimiento",
        "mandate": "mandato|{no} mandato",
        "remittance": "concepto|concepto ampliado|descripcion|observaciones|detalle",
        "counterparty.name": "contraparte|nombre contraparte|beneficiario|ordenante|ordenante beneficiario",
        "counterparty.account": (
            "cuenta contraparte|iban contraparte|cuenta beneficiario|iban beneficiario|cuenta destino"
        ),
        "counterparty.supplier_number": "{no} proveedor",
        "invoice": "{no} factura|factura",
    },
    item={
        "name": "descripcion|nombre|denominacion",
        "unit": "unidad|unidad de medida|unidad medida|unidad base",
        "gtin": "codigo ean|codigo de barras",
        "pack.unit": "embalaje|unidad de embalaje|unidad de compra",
        "pack.factor": "unidades por caja|unidades por embalaje|cantidad por caja",
    },
    partner={
        "name": "razon social|nombre|nombre fiscal|denominacion",
        "trading_name": "nombre comercial",
        "vat": _TAX_NUMBER,
        "registration": "registro mercantil",
        "account": "cuenta bancaria",
        "country": "pais|codigo pais",
        "city": "ciudad|poblacion|localidad|municipio",
        "post_code": "codigo postal|cp|c p",
        "street": "direccion|domicilio|calle",
    },
    hints={
        kinds.STATEMENT: (
            "fecha valor|fecha operacion|fecha contable|f valor|contraparte|ordenante|concepto",
            "debe|haber|importe|saldo|cuenta|cargos|abonos",
        ),
        kinds.RECEIPT_ADVICE: (
            "recepcion|n recepcion|fecha recepcion|cantidad recibida|entrada de mercancia",
            "pedido|cantidad|proveedor",
        ),
        kinds.DESPATCH_ADVICE: (
            "albaran|n albaran|fecha albaran|cantidad entregada|cantidad servida|fecha envio",
            "entrega|pedido|cantidad",
        ),
        kinds.OPEN_ITEM: (
            "pendiente|importe pendiente|saldo pendiente|pendiente de pago",
            "vencimiento|proveedor|cliente|factura",
        ),
        kinds.INVOICE: (
            "factura|n factura|numero de factura|fecha factura|fecha de factura",
            "iva|base imponible|total|vencimiento|precio|importe",
        ),
        kinds.ORDER: (
            "pedido|n pedido|numero de pedido|fecha pedido|fecha de pedido|cantidad pedida|orden de compra",
            "entrega|cantidad|precio|proveedor",
        ),
        kinds.PARTNER: (
            "nif|cif|direccion|domicilio|codigo postal|ciudad|poblacion",
            "razon social|nombre|proveedor|cliente|pais|telefono",
        ),
        kinds.ITEM: (
            "codigo ean|codigo de barras|embalaje|unidades por caja|unidad base|familia",
            "articulo|codigo articulo|descripcion|referencia|unidad",
        ),
    },
    units={
        "H87": "ud|uds|unidad|unidades|pza|pzas",
        "HUR": "hora|horas",
        "DAY": "dia|dias|día|días",
        "BX": "caja|cajas",
        "PR": "par|pares",
    },
    kinds={
        kinds.INVOICE: "factura",
        kinds.CREDIT_NOTE: "abono|factura rectificativa|nota de credito|rectificativa",
        "skip": "pago|cobro|transferencia",
    },
)
