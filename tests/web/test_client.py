"""The client calls the address that a person gave it, and nothing else, whatever comes back."""

import base64
import gzip
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from counterfoil.errors import SettingsError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.limits import Rate
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.web.bounds import Bounds
from counterfoil.web.client import HttpTransport, Patience
from web.conftest import Files
from web.listeners import Listener, always, listening
from web.made import Remembering, client, key, served

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/x.one\r\nContent-Length: 4\r\n\r\nsaid"


def peer(url: str) -> Peer:
    return Peer(company="x", name="X", keys=(), url=url)


def test_it_is_a_transport() -> None:
    with client("A") as made:
        transport: Transport = made
        assert transport is made


@pytest.mark.parametrize("status", [200, 204, 400, 401, 404, 409, 413, 422, 500, 502])
def test_every_answer_is_a_reply_with_its_status(status: int) -> None:
    body = b"" if status == 204 else b"12\n"
    head = f"HTTP/1.1 {status} X\r\nContent-Type: text/x.tlog.size\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with listening(always(head + body)) as other, client("A") as transport:
        got = transport.post(peer(other.url), "/witness/add-checkpoint", b"old 0\n", "text/plain")
    assert got == Reply(status=status, body=body, content_type="text/x.tlog.size")


def test_what_is_public_goes_out_unsigned_and_says_little() -> None:
    with listening(always(OK)) as other, client("A") as transport:
        transport.get(other.url, "/identity?nonce=a-b_c")
        transport.post(peer(other.url), "/witness/add-checkpoint", b"old 0\n", "text/plain")
    first, second = other.got
    assert first.startswith(b"GET /identity?nonce=a-b_c HTTP/1.1\r\n")
    assert b"\r\nuser-agent: counterfoil\r\n" in first.lower()
    for one in other.got:
        assert not {b"signature", b"authorization", b"cookie"} & {
            line.partition(b":")[0].lower() for line in one.split(b"\r\n")
        }
    assert second.startswith(b"POST /witness/add-checkpoint HTTP/1.1\r\n")


# --- Where it calls ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with listening(always(OK)) as inner, client("A") as transport:
        redirect = f"HTTP/1.1 {status} X\r\nLocation: {inner.url}/admin\r\nContent-Length: 0\r\n\r\n".encode()
        with listening(always(redirect)) as outer:
            with pytest.raises(Unreachable, match="redirects elsewhere"):
                transport.get(outer.url, "/identity?nonce=a")
            with pytest.raises(Unreachable, match="redirects elsewhere"):
                transport.post(peer(outer.url), "/exchange/message", b"body", "application/json")
            assert len(outer.got) == 2
    assert inner.got == []


def test_an_address_within_an_answer_is_never_called() -> None:
    with listening(always(OK)) as inner, client("A") as transport:
        said = f'{{"service":[{{"serviceEndpoint":"{inner.url}"}}],"url":"{inner.url}"}}'.encode()
        lines = [
            "HTTP/1.1 200 OK",
            f"Link: <{inner.url}>; rel=preload",
            f"Content-Location: {inner.url}",
            f"Refresh: 0; url={inner.url}",
            f'Alt-Svc: h2="127.0.0.1:{inner.port}"',
            f"Content-Length: {len(said)}",
        ]
        head = "\r\n".join([*lines, "", ""]).encode()
        with listening(always(head + said)) as outer:
            assert transport.get(outer.url, "/.well-known/did.json").body == said
            transport.get(outer.url, "/log/checkpoint")
            assert len(outer.got) == 2
    assert inner.got == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://10.0.0.1",
        "http://169.254.169.254",
        "http://[fd00::1]",
        "http://node.example",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://2130706433",
        "http://0.0.0.0",
        "https://user:secret@node.example",
        "https://127.0.0.1:1@node.example",
        "https://node.example?x=",
        "https://node.example#",
        "https://node.example/..",
        "https://node.example\\@127.0.0.1",
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "unix:///run/docker.sock",
        "//127.0.0.1",
        "https://",
        "https://node.example:99999",
        "https://nöde.example",
        "https://node.example/\r\nX: y",
    ],
)
def test_an_address_that_is_none_or_unencrypted_is_not_called(url: str) -> None:
    with client("A") as transport:
        with pytest.raises(Unreachable, match=r"address|encryption"):
            transport.get(url, "/log/checkpoint")
        with pytest.raises(Unreachable, match=r"address|encryption"):
            transport.post(peer(url), "/exchange/message", b"body", "application/json")


ODD_PATHS = [
    *(
        "",
        "log",
        "//evil.example/x",
        "/../x",
        "/a/../b",
        "/./a",
        "/a//b",
        "@evil.example",
        "/a b",
        "/a#b",
        "/%2e",
        "/a?b=/c",
    ),
    "\\x",
]


@pytest.mark.parametrize("path", ODD_PATHS)
def test_a_path_cannot_lead_elsewhere(path: str) -> None:
    with listening(always(OK)) as other, client("A") as transport:
        with pytest.raises(Unreachable, match="no path"):
            transport.get(other.url, path)
        assert other.got == []


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(always(OK)) as proxy, listening(always(OK)) as other:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert not os.environ.get("no_proxy")
        with client("A") as transport:
            assert transport.get(other.url, "/log/checkpoint").body == b"said"
        assert proxy.got == []


def test_a_proxy_is_used_where_it_is_set_and_never_to_this_machine() -> None:
    refusal = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
    with listening(always(refusal)) as proxy, listening(always(OK)) as other:
        with HttpTransport(lambda: key("A"), proxy=proxy.url.replace("//", "//me:p%40ss@")) as transport:
            assert transport.get(other.url, "/log/checkpoint").body == b"said"
            with pytest.raises(Unreachable, match=r"node\.example/log/checkpoint cannot be reached: 403"):
                transport.get("https://node.example", "/log/checkpoint")
        (asked,) = proxy.got
        assert asked.startswith(b"CONNECT node.example:443 HTTP/1.1\r\n")
        assert b"Basic " + base64.b64encode(b"me:p@ss") in asked


@pytest.mark.parametrize(
    "proxy", ["nonsense", "ftp://proxy", "http://[bad", "socks5://proxy", "http://me:secret@", "http://p:x"]
)
def test_a_proxy_that_is_none_is_a_sentence(proxy: str) -> None:
    with pytest.raises(SettingsError, match="proxy") as told:
        HttpTransport(lambda: key("A"), proxy=proxy)
    assert "secret" not in str(told.value)


# --- What comes back --------------------------------------------------------------------------------------------------

SHORT = Patience(connect=1, silence=0.4, whole=1.2, bytes_max=1000)


@pytest.mark.parametrize("chunked", [True, False])
def test_an_answer_is_bounded(chunked: bool) -> None:
    if chunked:
        parts = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"190\r\n" + b"x" * 400 + b"\r\n"] * 9]
    else:
        parts = [b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n", b"x" * 4000]
    told = pytest.raises(Unreachable, match="more than 1,000 bytes")
    with listening(always(*parts)) as other, client("A", patience=SHORT) as transport, told:
        transport.get(other.url, "/log/checkpoint")


def test_an_answer_that_unpacks_is_not_unpacked() -> None:
    packed = gzip.compress(b"0" * 10_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    told = pytest.raises(Unreachable, match="encoding")
    with listening(always(head + packed)) as other, client("A") as transport, told:
        transport.get(other.url, "/log/checkpoint")
    assert b"accept-encoding: identity" in other.got[0].lower()


def silent(connection: socket.socket, heard: Listener) -> None:
    time.sleep(1.5)


def dribbling(first: bytes, piece: bytes = b"x") -> Callable[[socket.socket, Listener], None]:
    def answer(connection: socket.socket, heard: Listener) -> None:
        connection.sendall(first)
        for _ in range(100):
            connection.sendall(piece)
            time.sleep(0.1)

    return answer


SLOW = {
    "nothing": silent,
    "a body": dribbling(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"),
    "a header": dribbling(b"HTTP/1.1 200 OK\r\nX-Long: "),
    "hints": dribbling(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW)
def test_an_answer_has_to_come_in_time(answer: Callable[[socket.socket, Listener], None]) -> None:
    started = time.monotonic()
    with listening(answer) as other, client("A", patience=SHORT) as transport:
        with pytest.raises(Unreachable, match="in time"):
            transport.get(other.url, "/log/checkpoint")
        assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "data", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", b"HTTP/1.1 abc"]
)
def test_what_is_no_answer_is_unreachable(data: bytes) -> None:
    with listening(always(data)) as other, client("A") as transport, pytest.raises(Unreachable) as told:
        transport.get(other.url, "/log/checkpoint")
    assert other.url in told.value.message
    assert "httpcore" not in str(told.value)
    assert "\n" not in str(told.value)


def test_what_is_under_way_ends_when_all_is_to_end() -> None:
    def never(connection: socket.socket, heard: Listener) -> None:
        connection.settimeout(8)
        connection.recv(1)

    with listening(never) as other, client("A") as transport:
        threading.Timer(0.3, transport.end).start()
        started = time.monotonic()
        with pytest.raises(Unreachable, match="This node is ending"):
            transport.get(other.url, "/log/checkpoint")
        assert time.monotonic() - started < 5
        with pytest.raises(Unreachable, match="This node is ending"):
            transport.get(other.url, "/log/checkpoint")
        transport.close()
    assert len(other.got) == 1


def test_nobody_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with (
        client("A") as transport,
        pytest.raises(Unreachable, match=f"127.0.0.1:{port}/log/checkpoint cannot be reached"),
    ):
        transport.get(f"http://127.0.0.1:{port}", "/log/checkpoint")


def test_a_name_that_is_none_is_unreachable() -> None:
    with client("A") as transport, pytest.raises(Unreachable, match=r"nowhere\.invalid"):
        transport.get("https://nowhere.invalid", "/log/checkpoint")


@pytest.mark.parametrize("status", [429, 503])
def test_a_node_that_has_too_much_to_do_is_unreachable_now(status: int) -> None:
    busy = f"HTTP/1.1 {status} X\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n".encode()
    told = pytest.raises(Unreachable, match="too much to do")
    with listening(always(busy)) as other, client("A") as transport, told:
        transport.get(other.url, "/log/checkpoint")
    assert len(other.got) == 1


def test_a_short_wait_is_waited_for_and_each_try_is_signed_anew() -> None:
    node = Remembering(key("A"))
    with served(node, bounds=Bounds(company=Rate(burst=1, a_second=2))) as at, client("A") as transport:
        statuses = [
            transport.post(at.peer(), "/exchange/message", b"body", "application/json").status for _ in range(3)
        ]
    assert statuses == [200] * 3
    assert len(node.asked) == 3


# --- TLS --------------------------------------------------------------------------------------------------------------


def test_a_certificate_is_verified(tls: Files) -> None:
    node = Remembering(key("A"))
    with served(node, certificate=tls.certificate, key_file=tls.key) as at:
        assert at.url == f"https://127.0.0.1:{at.port}"
        with client("A", authorities=tls.authority) as transport:
            assert transport.get(at.url, "/log/checkpoint").status == 200
            assert transport.post(at.peer(), "/exchange/message", b"body", "application/json").status == 200
            with pytest.raises(Unreachable, match=r"certificate.*localhost") as other_name:
                transport.get(f"https://localhost:{at.port}", "/log/checkpoint")
            assert "authorities" not in str(other_name.value)
            with pytest.raises(Unreachable):
                transport.get(f"http://127.0.0.1:{at.port}", "/log/checkpoint")
        with client("A") as transport, pytest.raises(Unreachable, match=r"certificate.*'authorities' in \[node\]"):
            transport.get(at.url, "/log/checkpoint")
    assert len(node.asked) == 2


def test_transport_security_is_asked_for_where_there_is_tls(tls: Files) -> None:
    with served(Remembering()) as plain:
        assert "strict-transport-security" not in raw_headers(plain.url)
    with served(Remembering(), certificate=tls.certificate, key_file=tls.key) as at:
        assert "max-age" in raw_headers(at.url, tls)["strict-transport-security"]


def raw_headers(url: str, tls: Files | None = None) -> dict[str, str]:
    context = ssl.create_default_context(cafile=tls.authority if tls else None)
    with urlopen(f"{url}/log/checkpoint", context=context if tls else None, timeout=10) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_file_of_authorities_that_is_none_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "authorities.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"authorities\.pem cannot be used"):
        HttpTransport(lambda: key("A"), authorities=file)
