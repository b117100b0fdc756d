"""What a node answers to everybody, over real sockets: its paths, its bounds, and nothing of itself."""

import socket
import time

import pytest

from counterfoil.errors import HomeError
from counterfoil.exchange.limits import Rate
from counterfoil.exchange.reply import Reply
from counterfoil.web.bounds import Bounds
from web.made import Remembering, Served, served
from web.raw import answered, ask, exchange, read_all, request

HEX = "0123456789abcdef" * 4


QUICK = Bounds(body_seconds=0.4, message_seconds=0.4, header_seconds=0.6, idle_seconds=1, connections=8)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/.well-known/did.json", ("did",)),
        ("/identity?nonce=Ab_9.~-", ("identity", "Ab_9.~-")),
        ("/log/checkpoint", ("log_file", "checkpoint")),
        ("/log/tile/0/x001/234", ("log_file", "tile/0/x001/234")),
        ("/log/tile/entries/000.p/7", ("log_file", "tile/entries/000.p/7")),
        (f"/log/cosigned/{HEX}", ("log_file", f"cosigned/{HEX}")),
        (f"/witness/{HEX}/checkpoint", ("witnessed", f"{HEX}/checkpoint")),
    ],
)
def test_everybody_may_ask(at: Served, path: str, asked: tuple[str, ...]) -> None:
    node = at.node
    node.reply = Reply(status=200, body=b"said\n", content_type="text/x.one")
    got = ask(at.port, "GET", path)
    head = ask(at.port, "HEAD", path)
    assert (got.status, got.body, got.headers["content-type"]) == (200, b"said\n", "text/x.one")
    assert (head.status, head.body) == (200, b"")
    assert node.asked == [asked, asked]


@pytest.mark.parametrize("status", [200, 400, 403, 404, 409, 422, 500])
def test_a_witness_answers_with_the_statuses_of_its_protocol(at: Served, status: int) -> None:
    node = at.node
    node.reply = Reply(status=status, body=b"12\n", content_type="text/x.tlog.size")
    got = ask(at.port, "POST", "/witness/add-checkpoint", body=b"old 0\n")
    assert (got.status, got.body, got.headers["content-type"]) == (status, b"12\n", "text/x.tlog.size")
    assert node.asked == [("add_checkpoint", b"old 0\n")]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/log/",
        "/log/checkpoint/",
        "/log/cosigned/abc",
        f"/log/cosigned/{HEX}/",
        "/log/tile/0/x000/001",
        "/log/tile/0/../../keys",
        "/log/%2e%2e/keys/log.key",
        "/log//etc/passwd",
        "/witness/checkpoint",
        f"/witness/{HEX.upper()}/checkpoint",
        f"/witness/{HEX}",
        f"/witness/{HEX}/../checkpoint",
        "/exchange/",
        "/.well-known/did.json/",
        "/identity/",
        "/docs",
    ],
)
def test_there_is_nothing_else(at: Served, path: str) -> None:
    node = at.node
    assert ask(at.port, "GET", path).status == 404
    assert node.asked == []


@pytest.mark.parametrize(
    "query", ["", "?nonce=", "?nonce=a&nonce=b", "?nonce=a&x=1", "?nonce=%00", f"?nonce={'a' * 129}"]
)
def test_an_identity_is_asked_for_with_one_nonce(at: Served, query: str) -> None:
    node = at.node
    assert ask(at.port, "GET", f"/identity{query}").status == 400
    assert node.asked == []


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/identity?nonce=a", "GET, HEAD"),
        ("PUT", "/log/checkpoint", "GET, HEAD"),
        ("DELETE", "/.well-known/did.json", "GET, HEAD"),
        ("GET", "/witness/add-checkpoint", "POST"),
        ("GET", "/exchange/message", "POST"),
        ("OPTIONS", "/exchange/keys", "POST"),
    ],
)
def test_other_methods_are_refused(at: Served, method: str, path: str, allowed: str) -> None:
    node = at.node
    got = ask(at.port, method, path)
    assert got.status == 405
    assert sorted(got.headers["allow"].split(", ")) == allowed.split(", ")
    assert node.asked == []


@pytest.mark.parametrize("path", ["/.well-known/did.json", "/nothing", "/identity"])
def test_every_answer_is_plain_and_says_nothing_of_the_program(at: Served, path: str) -> None:
    headers = ask(at.port, "GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert not {"server", "x-powered-by", "via"} & headers.keys()


def test_tiles_may_be_kept_and_checkpoints_may_not(at: Served) -> None:
    node = at.node
    assert "immutable" in ask(at.port, "GET", "/log/tile/0/000").headers["cache-control"]
    assert ask(at.port, "GET", "/log/checkpoint").headers["cache-control"] == "no-store"
    node.reply = Reply(status=404, body=b"")
    assert ask(at.port, "GET", "/log/tile/0/000").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("error", "status"), [(ValueError("at /secret/place\nwith lines"), 500), (HomeError("The disk is full."), 503)]
)
def test_a_fault_is_one_line_for_us_and_says_nothing_to_others(at: Served, error: Exception, status: int) -> None:
    node = at.node
    node.raises = error
    got = ask(at.port, "GET", "/.well-known/did.json")
    node.raises = None
    assert ask(at.port, "GET", "/.well-known/did.json").status == 200
    assert got.status == status
    assert b"secret" not in got.body
    assert b"disk" not in got.body
    (told,) = (line for line in at.said if "request" in line)
    assert "\n" not in told
    assert "made.py" in told or "disk" in told


# --- Bodies -----------------------------------------------------------------------------------------------------------

POST = "/witness/add-checkpoint"


def test_a_body_as_large_as_it_may_be_is_taken_and_a_larger_one_is_not(at: Served) -> None:
    node = at.node
    most = Bounds().body_bytes
    assert ask(at.port, "POST", POST, body=b"x" * most).status == 200
    assert ask(at.port, "POST", POST, body=b"x" * (most + 1)).status == 413
    assert ask(at.port, "POST", POST, {"Content-Length": "9" * 18}, b"x").status == 413
    assert node.asked == [("add_checkpoint", b"x" * most)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Transfer-Encoding": "chunked"},
        [("Transfer-Encoding", "chunked"), ("Content-Length", "5")],
        [("Transfer-Encoding", "gzip, chunked")],
    ],
    ids=str,
)
def test_a_body_without_a_length_is_refused(at: Served, headers: dict[str, str]) -> None:
    node = at.node
    head = request("POST", POST, headers)
    got = answered(exchange(at.port, head, b"5\r\nhello\r\n0\r\n\r\n"))
    assert got.status in (411, 400, 501)
    assert node.asked == []


@pytest.mark.parametrize(
    "headers",
    [
        [("Content-Length", "5"), ("Content-Length", "6")],
        [("Content-Length", "-5")],
        [("Content-Length", "5x")],
        [("Content-Length", "0x5")],
    ],
    ids=str,
)
def test_a_length_that_is_none_is_refused(at: Served, headers: list[tuple[str, str]]) -> None:
    node = at.node
    assert answered(exchange(at.port, request("POST", POST, headers), b"hello!")).status == 400
    assert node.asked == []


def test_a_request_without_a_body_is_answered_although_it_brings_one(at: Served) -> None:
    assert ask(at.port, "GET", "/.well-known/did.json", body=b"x" * 1000).status == 200
    data = exchange(at.port, request("GET", "/log/checkpoint", {"Content-Length": "50000000"}))
    assert answered(data).status == 200


def test_a_second_request_on_the_connection_is_none_of_the_first_ones_body() -> None:
    """What is not read of a refused body is never taken for a request."""
    node = Remembering()
    smuggled = request("GET", "/.well-known/did.json")
    first = request("POST", "/nothing", {"Content-Length": str(len(smuggled))}).replace(b"Connection: close\r\n", b"")
    with served(node, bounds=QUICK) as at:
        exchange(at.port, first, smuggled)
    assert node.asked == []


def test_a_connection_ends_where_a_body_was_not_read(at: Served) -> None:
    first = request("POST", "/nothing", {"Content-Length": "2000000"}).replace(b"Connection: close\r\n", b"")
    got = answered(exchange(at.port, first, request("GET", "/.well-known/did.json")))
    assert (got.status, got.headers["connection"]) == (404, "close")
    assert at.node.asked == []


def test_a_body_that_does_not_come_ends_the_request() -> None:
    node = Remembering()
    with served(node, bounds=QUICK) as at:
        started = time.monotonic()
        got = answered(exchange(at.port, request("POST", POST, {"Content-Length": "50"}), b"hello"))
        assert time.monotonic() - started < 8
    assert got.status == 408
    assert node.asked == []


def test_a_connection_that_ends_within_a_body_leaves_nothing(at: Served) -> None:
    node = at.node
    with socket.create_connection(("127.0.0.1", at.port)) as connection:
        connection.sendall(request("POST", POST, {"Content-Length": "50"}) + b"hello")
    assert ask(at.port, "GET", "/.well-known/did.json").status == 200
    assert node.asked == [("did",)]
    assert at.said == []


# --- Slow, many and odd -----------------------------------------------------------------------------------------------


def dribble(connection: socket.socket, until: float) -> None:
    while time.monotonic() < until:
        connection.sendall(b"X")
        time.sleep(0.05)


@pytest.mark.parametrize("before", [b"", b"GET /.well-known/did.json HTTP/1.1\r\nHost: a\r\n\r\n"])
def test_headers_that_dribble_end_the_connection(before: bytes) -> None:
    with served(Remembering(), bounds=QUICK) as at, socket.create_connection(("127.0.0.1", at.port), 10) as connection:
        connection.sendall(before)
        started = time.monotonic()
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            dribble(connection, until=started + 8)
        assert time.monotonic() - started < 5


def test_a_connection_that_says_nothing_is_ended() -> None:
    with served(Remembering(), bounds=QUICK) as at, socket.create_connection(("127.0.0.1", at.port), 10) as connection:
        assert read_all(connection) == b""


def test_more_connections_than_allowed_are_told_so() -> None:
    with served(Remembering(), bounds=Bounds(connections=4)) as at:
        held = [socket.create_connection(("127.0.0.1", at.port), 10) for _ in range(6)]
        time.sleep(0.2)
        assert ask(at.port, "GET", "/.well-known/did.json").status == 503
        for one in held:
            one.close()
        time.sleep(0.2)
        assert ask(at.port, "GET", "/.well-known/did.json").status == 200


def test_nobody_holds_all_the_connections() -> None:
    with served(Remembering(), bounds=Bounds(connections_each=2)) as at:
        held = [socket.create_connection(("127.0.0.1", at.port), 10) for _ in range(2)]
        with socket.create_connection(("127.0.0.1", at.port), 10) as third:
            assert read_all(third) == b""
        for one in held:
            one.close()
        time.sleep(0.2)
        assert ask(at.port, "GET", "/.well-known/did.json").status == 200


def test_no_more_connections_are_open_than_the_node_has_files_for() -> None:
    with served(Remembering(), bounds=Bounds(connections_open=3)) as at:
        held = [socket.create_connection(("127.0.0.1", at.port), 10) for _ in range(3)]
        for number in range(2, 5):
            address = (f"127.0.0.{number}", 0)
            with socket.create_connection(("127.0.0.1", at.port), 10, source_address=address) as further:
                assert read_all(further) == b""
        for one in held:
            one.close()
        time.sleep(0.2)
        assert ask(at.port, "GET", "/.well-known/did.json").status == 200


@pytest.mark.parametrize("ends", [b"", b"Connection: close\r\n"])
def test_who_does_not_take_its_answer_is_not_waited_for(ends: bytes) -> None:
    node = Remembering()
    node.reply = Reply(status=200, body=bytes(30_000_000))
    bounds = Bounds(answer_seconds=0.5)
    with served(node, bounds=bounds) as at, socket.create_connection(("127.0.0.1", at.port), 10) as connection:
        connection.sendall(b"GET /.well-known/did.json HTTP/1.1\r\nHost: a\r\n" + ends + b"\r\n")
        time.sleep(3)
        assert len(read_all(connection)) < len(node.reply.body)


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /.well-known/did.json HTTP/1.1\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n",
        b"GET http://other/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_node_goes_on(data: bytes) -> None:
    node = Remembering()
    with served(node, bounds=QUICK) as at:
        got = exchange(at.port, data)
        assert not got or answered(got).status in (400, 404, 414, 431, 505)
        assert ask(at.port, "GET", "/log/checkpoint").status == 200
    assert node.asked == [("log_file", "checkpoint")]
    assert at.said == []


def test_a_websocket_is_none(at: Served) -> None:
    headers = {"Upgrade": "websocket", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
    assert ask(at.port, "GET", "/.well-known/did.json", headers).status == 200


def test_who_asks_too_often_has_to_wait() -> None:
    node = Remembering()
    with served(node, bounds=Bounds(address=Rate(burst=3, a_second=0.01))) as at:
        paths = ("/log/checkpoint", "/nothing", "/identity", "/log/checkpoint")
        answers = [ask(at.port, "GET", path) for path in paths]
        assert [one.status for one in answers] == [200, 404, 400, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 100
        forwarded = ask(at.port, "GET", "/log/checkpoint", {"X-Forwarded-For": "192.0.2.7"})
        assert forwarded.status == 429
    assert len(node.asked) == 1


def test_behind_a_proxy_the_last_address_that_it_names_counts() -> None:
    with served(Remembering(), bounds=Bounds(address=Rate(burst=1, a_second=0.01)), behind_proxy=True) as at:

        def status(*named: str) -> int:
            return ask(at.port, "GET", "/log/checkpoint", [("X-Forwarded-For", one) for one in named]).status

        assert [status("192.0.2.1"), status("192.0.2.2"), status("192.0.2.1")] == [200, 200, 429]
        assert status("192.0.2.9, 192.0.2.1") == 429
        assert status("192.0.2.9", "192.0.2.1") == 429
        assert status("192.0.2.1, 192.0.2.3") == 200
