"""A node that listens: where it may, what it does by itself, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from counterfoil.errors import HomeError, SettingsError, UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.transport import Transport
from counterfoil.flow.addresses import Listen, is_loopback, listen_at, node_address
from counterfoil.web.serving import Door, Listening
from web.conftest import Files
from web.made import Remembering, client, key, served
from web.raw import ask

HERE = Listen(host="127.0.0.1", port=0)
ANYWHERE = Listen(host="0.0.0.0", port=0)
URL = "https://node.example"


def test_the_port_is_held_and_told_before_there_is_a_node() -> None:
    with Listening(Door(listen=HERE)) as first:
        port = first.socket.getsockname()[1]
        assert first.url == first.address == f"http://127.0.0.1:{port}"
        with pytest.raises(SettingsError, match=f"cannot listen at 127.0.0.1, port {port}: "):
            Listening(Door(listen=Listen(host="127.0.0.1", port=port)))
    with Listening(Door(listen=Listen(host="127.0.0.1", port=port), url=URL)) as second:
        assert (second.address, second.url) == (f"http://127.0.0.1:{port}", URL)


@pytest.mark.skipif(not socket.has_ipv6, reason="this system has no IPv6")
def test_ipv6_is_written_in_brackets() -> None:
    try:
        with Listening(Door(listen=listen_at("[::1]:0"))) as at:
            assert at.url.startswith("http://[::1]:")
    except SettingsError as error:
        pytest.skip(f"this machine has no IPv6: {error.message}")


def test_a_host_that_is_none_is_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"cannot listen at nowhere\.invalid"):
        Listening(Door(listen=Listen(host="nowhere.invalid", port=0), url=URL, behind_proxy=True))


@pytest.mark.parametrize(
    ("door", "says"),
    [
        (Door(listen=ANYWHERE, url=URL), "without encryption"),
        (Door(listen=Listen(host="node.example", port=0), url=URL), "without encryption"),
        (Door(listen=ANYWHERE, behind_proxy=True), "at which address"),
        (Door(listen=HERE, behind_proxy=True), "at which address"),
        (Door(listen=ANYWHERE, behind_proxy=True, url="http://127.0.0.1:1"), "at which address"),
        (Door(listen=HERE, certificate=Path("a.pem")), "needs its key"),
        (Door(listen=HERE, key=Path("a.key")), "needs its key"),
        (Door(listen=HERE, certificate=Path("none.pem"), key=Path("none.key")), "cannot be used"),
    ],
)
def test_a_door_that_is_not_safe_does_not_open(door: Door, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        Listening(door)


def test_behind_a_proxy_or_with_a_certificate_it_listens_anywhere(tls: Files) -> None:
    with Listening(Door(listen=ANYWHERE, url=URL, behind_proxy=True)) as at:
        assert at.url == URL
    with Listening(Door(listen=ANYWHERE, url=URL, certificate=tls.certificate, key=tls.key)) as at:
        assert at.address.startswith("https://0.0.0.0:")


def test_a_key_of_another_certificate_or_with_a_password_is_a_sentence(tls: Files, tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    for name, how in (("a", serialization.NoEncryption()), ("b", serialization.BestAvailableEncryption(b"secret"))):
        file = tmp_path / name
        file.write_bytes(other.private_bytes(pem, form, how))
        with pytest.raises(SettingsError, match="cannot be used"):
            Listening(Door(listen=HERE, certificate=tls.certificate, key=file))


def test_old_tls_is_refused(tls: Files) -> None:
    with Listening(Door(listen=HERE, certificate=tls.certificate, key=tls.key)) as at:
        assert at.context is not None
        assert at.context.minimum_version.name == "TLSv1_2"


# --- What it does by itself -------------------------------------------------------------------------------------------


def wait_for(what: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
    assert what()


def test_rounds_go_on_whatever_goes_wrong_and_say_each_thing_once() -> None:
    node = Remembering()
    with served(node, every=0.02) as at:
        wait_for(lambda: node.rounds >= 2)
        assert at.said == []
        node.raises = HomeError("The disk is full.", "Free some space.")
        before = node.rounds
        wait_for(lambda: node.rounds >= before + 4)
        assert at.said == ["What was due could not be done: The disk is full. Free some space."]
        node.raises = ValueError("a\nfault")
        wait_for(lambda: len(at.said) == 2)
        assert at.said[1].startswith("What was due could not be done: ValueError: a fault (made.py, line ")
        node.raises = None
        wait_for(lambda: node.rounds >= before + 12)
        node.raises = HomeError("The disk is full.", "Free some space.")
        wait_for(lambda: len(at.said) == 3)


def test_a_round_that_takes_long_holds_up_no_answer() -> None:
    node = Remembering()
    ended = threading.Event()

    def long(transport: Transport) -> None:
        ended.wait(5)

    node.round = long  # type: ignore[method-assign] # in its place
    with served(node) as at:
        started = time.monotonic()
        assert ask(at.port, "GET", "/log/checkpoint").status == 200
        assert time.monotonic() - started < 3
        ended.set()


# --- How it ends ------------------------------------------------------------------------------------------------------

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from web.made import Remembering, client, key
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.transport import Transport
from counterfoil.flow.addresses import Listen
from counterfoil.web.serving import Door, Listening, Serving
with client("A") as transport, Listening(Door(listen=Listen(host="127.0.0.1", port=0))) as at:
    node = Serving(Remembering(key("A")), at, transport, every=0.1, say=print)
    print(at.url, flush=True)
    node.run()
print("ended in good order", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_good_order(how: signal.Signals) -> None:
    tests = str(Path(__file__).resolve().parent.parent)
    command = [sys.executable, "-c", SCRIPT, tests]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().strip().rpartition(":")[2])
        wait_for(lambda: ask(port, "GET", "/log/checkpoint").status == 200)
        with socket.create_connection(("127.0.0.1", port)):
            os.kill(process.pid, how)
            out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "ended in good order\n", "")


def test_what_is_under_way_is_answered_before_the_end() -> None:
    node = Remembering(key("A"))
    begun = threading.Event()
    plain = node.message

    def slow(company: str, body: bytes) -> object:
        begun.set()
        time.sleep(0.5)
        return plain(company, body)

    node.message = slow  # type: ignore[method-assign, assignment] # a slow one in its place
    statuses = list[int]()

    def send(url: str) -> None:
        with client("A") as transport:
            peer = Peer(company="x", name="X", keys=(), url=url)
            statuses.append(transport.post(peer, "/exchange/message", b"body", "application/json").status)

    with served(node) as at:
        thread = threading.Thread(target=send, args=(at.url,))
        thread.start()
        begun.wait(5)
        at.serving.stop()
        thread.join(10)
    assert statuses == [200]


# --- Addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("https://Node.Example", "https://node.example"),
        ("HTTPS://node.example:443/", "https://node.example"),
        ("https://node.example:8443/a/b//", "https://node.example:8443/a/b"),
        ("http://127.0.0.1:8431", "http://127.0.0.1:8431"),
        ("http://LOCALHOST:80", "http://localhost"),
        ("http://[::1]:8431/", "http://[::1]:8431"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("https://[2001:DB8:0:0:0::01]", "https://[2001:db8::1]"),
    ],
)
def test_an_address_has_one_spelling(written: str, spelling: str) -> None:
    assert node_address(written) == spelling == node_address(spelling)


ODD = [
    *(
        "https://",
        "https://a..b",
        "https://-a",
        "https://a_b",
        "https://h:0",
        "https://h:x",
        "https://[::1",
        "h.example",
    ),
    *("https://[v1.a]", "https://[fe80::1%25a]", "https://h/%2e", "https://h/.", "https://" + "a." * 130 + "b"),
    *("http://h", "https://[a.example]", "https://h/[::1]"),
]


@pytest.mark.parametrize("written", ODD)
def test_what_is_no_address_is_a_sentence(written: str) -> None:
    with pytest.raises(UsageError, match=r"no address|without encryption"):
        node_address(written)


def test_where_to_listen() -> None:
    assert listen_at("127.0.0.1:8431") == Listen(host="127.0.0.1", port=8431)
    assert listen_at("[::1]:0") == Listen(host="::1", port=0)
    for written in ("", "8431", ":8431", "h:", "h:65536", "::1:80", "h:8 0", "h:٣", "http://h:1"):
        with pytest.raises(UsageError, match="where to listen"):
            listen_at(written)


def test_what_is_this_machine() -> None:
    assert all(map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "10.0.0.1", "localhost.example", "", "169.254.1.1"]))
