"""What only partners may say: forged, altered, replayed, expired, unsigned and oversized requests are refused."""

import socket
import threading
import time

import pytest

from counterfoil.exchange.limits import Rate
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.log.key_binding import SKEW
from counterfoil.web.admission import ACCEPT
from counterfoil.web.bounds import Bounds
from counterfoil.web.nonces import Nonces
from counterfoil.web.signing import LIFETIME, sign_request
from web.made import Remembering, Served, client, key, served
from web.raw import Answer, answered, ask, exchange, request

PEER, STRANGER = key("A"), key("B")
ENDS = ("message", "keys", "proofs", "notice", "halves", "tally")
JSON = "application/json"


def now() -> int:
    return int(time.time())


def signed(
    at: Served,
    end: str = "message",
    body: bytes = b"body",
    by: CompanyKey = PEER,
    when: int | None = None,
    url: str = "",
) -> dict[str, str]:
    return sign_request(by, f"{url or at.url}/exchange/{end}", body, JSON, now() if when is None else when)


def send(
    at: Served, headers: dict[str, str], body: bytes = b"body", end: str = "message", method: str = "POST"
) -> Answer:
    return ask(at.port, method, f"/exchange/{end}", headers, body)


@pytest.mark.parametrize("end", ENDS)
def test_a_partner_is_heard(at: Served, end: str) -> None:
    assert send(at, signed(at, end), end=end).status == 200
    assert at.node.asked == [(end, PEER.kid if end == "keys" else PEER.company, b"body")]


@pytest.mark.parametrize("end", ENDS)
def test_the_client_signs_as_the_node_demands(at: Served, end: str) -> None:
    with client("A") as transport:
        assert transport.post(at.peer(), f"/exchange/{end}", b"body", JSON).status == 200
    assert len(at.node.asked) == 1


@pytest.mark.parametrize("end", ENDS)
def test_an_unsigned_request_is_told_how_to_sign(at: Served, end: str) -> None:
    got = send(at, {"Content-Type": JSON}, end=end)
    assert (got.status, got.headers["accept-signature"]) == (401, ACCEPT)
    assert got.headers["www-authenticate"] == "Signature"
    assert at.node.asked == []


@pytest.mark.parametrize("form", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("end", ENDS)
def test_a_page_in_a_browser_of_this_machine_can_do_nothing(at: Served, end: str, form: str) -> None:
    """It may send such forms to any address, by a name of its own that it lets lead here, and may not read answers."""
    page = [("Host", f"page.example:{at.port}"), ("Origin", "http://page.example"), ("Content-Type", form)]
    raw = request("POST", f"/exchange/{end}", page, b"body").replace(b"Host: 127.0.0.1\r\n", b"", 1)
    got = answered(exchange(at.port, raw))
    asked = ask(at.port, "OPTIONS", f"/exchange/{end}", [*page[1:], ("Access-Control-Request-Method", "POST")])
    assert (got.status, asked.status) == (401, 405)
    assert at.node.asked == []
    seen = ask(at.port, "GET", "/identity?nonce=Ab_9", page[1:])
    assert not [name for one in (got, asked, seen) for name in one.headers if name.startswith("access-control")]


@pytest.mark.parametrize("end", ["message", "proofs", "notice", "halves", "tally"])
def test_a_stranger_and_a_forger_are_refused_alike(at: Served, end: str) -> None:
    forged = signed(at, end, by=STRANGER)
    forged["Signature-Input"] = forged["Signature-Input"].replace(STRANGER.kid, PEER.kid)
    stranger = send(at, signed(at, end, by=STRANGER), end=end)
    forger = send(at, forged, end=end)
    assert stranger.status == forger.status == 401
    assert stranger.body == forger.body
    assert at.node.asked == []


def test_a_history_of_keys_may_come_under_a_key_that_is_not_known_yet(at: Served) -> None:
    assert send(at, signed(at, "keys", by=STRANGER), end="keys").status == 200
    assert at.node.asked == [("keys", STRANGER.kid, b"body")]
    forged = signed(at, "keys", by=STRANGER)
    forged["Signature-Input"] = forged["Signature-Input"].replace(STRANGER.kid, PEER.kid)
    assert send(at, forged, end="keys").status == 401
    assert send(at, signed(at, "keys", by=STRANGER), b"other", end="keys").status == 400
    assert len(at.node.asked) == 1


@pytest.mark.parametrize("end", ENDS)
def test_another_body_is_refused(at: Served, end: str) -> None:
    assert send(at, signed(at, end), b"Body", end=end).status == 400
    assert at.node.asked == []


def test_another_digest_or_type_is_refused(at: Served) -> None:
    other = signed(at, body=b"other")
    assert send(at, signed(at) | {"Content-Digest": other["Content-Digest"]}, b"other").status == 401
    assert send(at, signed(at) | {"Content-Type": "text/plain"}).status == 401
    assert at.node.asked == []


def test_a_request_for_another_end_or_node_is_refused(at: Served) -> None:
    assert send(at, signed(at, "notice")).status == 401
    assert send(at, signed(at, url="http://127.0.0.1:1")).status == 401
    assert send(at, signed(at, url="http://localhost")).status == 401
    assert ask(at.port, "POST", "/exchange/message?again=1", signed(at), b"body").status == 401
    assert ask(at.port, "POST", "/exchange/message?{", signed(at), b"body").status == 401
    assert at.node.asked == []


def test_a_host_that_somebody_else_names_changes_nothing(at: Served) -> None:
    forged = signed(at, url="http://evil.example")
    data = request("POST", "/exchange/message", forged, b"body").replace(b"Host: 127.0.0.1", b"Host: evil.example")
    assert answered(exchange(at.port, data)).status == 401


def test_a_replayed_request_is_refused_and_a_retry_is_not(at: Served) -> None:
    headers = signed(at)
    assert send(at, headers).status == 200
    assert send(at, headers).status == 401
    assert send(at, signed(at)).status == 200
    assert len(at.node.asked) == 2


def test_two_at_once_with_one_signature_are_one(at: Served) -> None:
    headers, statuses = signed(at), list[int]()
    threads = [threading.Thread(target=lambda: statuses.append(send(at, headers).status)) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(statuses) == [200, *[401] * 5]
    assert len(at.node.asked) == 1


@pytest.mark.parametrize(("when", "says"), [(-LIFETIME - SKEW - 5, b"has expired"), (SKEW + 30, b"a time to come")])
def test_an_expired_or_future_request_is_refused(at: Served, when: int, says: bytes) -> None:
    got = send(at, signed(at, when=now() + when))
    assert (got.status, says in got.body) == (401, True)
    assert at.node.asked == []


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (-2 * 86_400 - 3_600 - 30, b"it was made 2 d, 1 h ago"),
        (3_600, b"a time to come, 1 h ahead"),
        (366 * 86_400, b"366 d ahead"),
        (SKEW + 30, b" min ahead"),
    ],
)
def test_by_how_much_the_clocks_are_apart_is_told(at: Served, when: int, says: bytes) -> None:
    got = send(at, signed(at, when=now() + when + 10))
    assert (got.status, says in got.body, b"one of the two clocks" in got.body) == (401, True, True)


def test_what_was_signed_before_the_node_started_is_refused(at: Served) -> None:
    got = send(at, signed(at, when=now() - LIFETIME))
    assert (got.status, b"started" in got.body) == (401, True)


def test_a_captured_request_is_refused_after_a_restart() -> None:
    node = Remembering(PEER)
    with served(node, url="http://127.0.0.1:8431") as at:
        headers = signed(at)
        assert send(at, headers).status == 200
    time.sleep(1.1)
    with served(node, url="http://127.0.0.1:8431") as at:
        assert send(at, headers).status == 401
    assert len(node.asked) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "CONNECT", "TRACE"])
def test_a_signature_is_for_one_method(at: Served, method: str) -> None:
    assert send(at, signed(at), method=method).status in (400, 404, 405)
    assert at.node.asked == []


# --- How much, how slowly, how often ----------------------------------------------------------------------------------


def test_a_message_may_be_large_and_all_else_not(at: Served) -> None:
    most = Bounds().message_bytes
    large, larger, small = b"x" * most, b"x" * (most + 1), b"x" * 100_001
    with client("A") as transport:
        assert transport.post(at.peer(), "/exchange/message", large, JSON).status == 200
    head = request("POST", "/exchange/message", {"Content-Length": str(most + 1), **signed(at, "message", larger)})
    assert answered(exchange(at.port, head)).status == 413
    for end in ("proofs", "notice", "keys", "halves", "tally"):
        assert send(at, signed(at, end, small), small, end=end).status == 413
    assert [asked[0] for asked in at.node.asked] == ["message"]


def test_a_stranger_is_refused_before_the_body_is_read(at: Served) -> None:
    """Headers alone: 20 MB are announced and not a byte of them is sent."""
    head = request("POST", "/exchange/message", {"Content-Length": "20000000", **signed(at, by=STRANGER)})
    started = time.monotonic()
    assert answered(exchange(at.port, head)).status == 401
    assert time.monotonic() - started < 8


def test_a_large_body_of_a_stranger_is_answered_all_the_same(at: Served) -> None:
    with client("B") as transport:
        assert transport.post(at.peer(), "/exchange/message", b"x" * 900_000, JSON).status == 401


def test_a_slow_body_is_ended() -> None:
    node = Remembering(PEER)
    with served(node, bounds=Bounds(message_seconds=0.5)) as at:
        head = request("POST", "/exchange/message", {"Content-Length": "4", **signed(at)})
        with socket.create_connection(("127.0.0.1", at.port), 10) as connection:
            connection.sendall(head + b"bo")
            assert answered(connection.recv(65536)).status == 408
    assert node.asked == []


def test_a_company_that_asks_too_often_has_to_wait_and_others_do_not() -> None:
    node = Remembering(PEER, key("C"))
    with served(node, bounds=Bounds(company=Rate(burst=2, a_second=0.01))) as at:
        answers = [send(at, signed(at)) for _ in range(3)]
        assert [one.status for one in answers] == [200, 200, 429]
        assert int(answers[2].headers["retry-after"]) > 1
        assert send(at, signed(at, by=key("C"))).status == 200
        assert send(at, signed(at, by=STRANGER)).status == 401


def test_where_no_nonce_can_be_kept_nothing_is_taken(at: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Nonces, "is_full", lambda _: True)
    assert send(at, signed(at)).status == 503
    assert at.node.asked == []


def test_a_fault_before_the_work_is_told_to_us_alone(at: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at.node, "signer_of", lambda kid: 5)
    got = send(at, signed(at))
    assert (got.status, got.body) == (500, b"The node failed at this.\n")
    (told,) = at.said
    assert told.startswith("A request could not be answered: TypeError: ")
    assert "\n" not in told


def test_one_is_written_at_a_time_while_others_are_read() -> None:
    node = Remembering(PEER)
    most, together, lock = [0], [0], threading.Lock()
    plain = node.message

    def slow(company: str, body: bytes) -> object:
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        time.sleep(0.2)
        with lock:
            together[0] -= 1
        return plain(company, body)

    node.message = slow  # type: ignore[method-assign, assignment] # a slow one in its place
    with served(node) as at:
        headers = [signed(at) for _ in range(4)]
        threads = [threading.Thread(target=send, args=(at, one)) for one in headers]
        for one in threads:
            one.start()
        started = time.monotonic()
        assert ask(at.port, "GET", "/log/checkpoint").status == 200
        assert time.monotonic() - started < 0.6
        for one in threads:
            one.join()
    assert most == [1]
    assert sum(asked[0] == "message" for asked in node.asked) == 4
