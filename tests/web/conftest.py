"""A node that listens on this machine, and certificates for it."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from web.made import Remembering, Served, key, served


class Files(NamedTuple):
    """A certificate and its key, and the authority that signed it."""

    certificate: Path
    key: Path
    authority: Path


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """TLS for 127.0.0.1, by an authority that nobody else trusts."""
    folder = tmp_path_factory.mktemp("tls")
    files = Files(folder / "node.pem", folder / "node.key", folder / "authority.pem")
    authority, ours = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority of the tests")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])

    def builder(name: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        start = datetime.now(UTC) - timedelta(days=1)
        made = x509.CertificateBuilder(
            issuer, name, public, x509.random_serial_number(), start, start + timedelta(days=9)
        )
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
        return made.add_extension(identifier, critical=False).add_extension(
            x509.SubjectKeyIdentifier.from_public_key(public), critical=False
        )

    root = builder(issuer, authority.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    root = root.add_extension(usage, critical=True)
    node = builder(subject, ours.public_key()).add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
    )
    pem = serialization.Encoding.PEM
    files.authority.write_bytes(root.sign(authority, hashes.SHA256()).public_bytes(pem))
    files.certificate.write_bytes(node.sign(authority, hashes.SHA256()).public_bytes(pem))
    files.key.write_bytes(ours.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return files


@pytest.fixture(scope="module")
def running() -> Generator[Served]:
    """A node with two partners."""
    with served(Remembering(key("A"), key("C"))) as at:
        yield at


@pytest.fixture
def at(running: Served) -> Served:
    """One node for all tests that leave it as it was."""
    running.node.forget()
    running.said.clear()
    return running
