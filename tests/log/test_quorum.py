"""Witness policies: who is enough, how fresh that makes a checkpoint, and the file of c2sp.org/tlog-policy."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError, SettingsError
from counterfoil.log import Checkpoint, Signer, format_checkpoint
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.note import Verifier, encode_note
from counterfoil.log.quorum import Policy, Quorum, parse_policy

LOG = Signer(name="example.com/log", seed=bytes(32))
NEXT_KEY = Signer(name="example.com/log", seed=bytes(31) + b"\1")
COSIGNERS = [Cosigner(name=f"witness.example/{name}", seed=bytes([name] * 32)) for name in range(1, 7)]
X1, X2, X3, Y1, Y2, Y3 = WITNESSES = [cosigner.verifier for cosigner in COSIGNERS]
HEAD = Checkpoint(origin=LOG.name, size=15, root=bytes(range(32)))
NOW = 1_679_315_147

TWO_LEVELS = Quorum(
    threshold=2,
    members=(Quorum(threshold=2, members=(X1, X2, X3)), Quorum(threshold=1, members=(Y1, Y2, Y3))),
)
FILE = f"""
# Two operators
log {LOG.verifier.vkey} https://example.com/log

witness X1 {X1.vkey}
  witness\tX2   {X2.vkey} https://witness.example/x2
witness X3 {X3.vkey}
group X-witnesses 2 X1 X2 X3

witness Y1 {Y1.vkey}
witness Y2 {Y2.vkey}
witness Y3 {Y3.vkey}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""


def cosigned(*cosigners: Cosigner, by: Signer = LOG, time: int = NOW) -> bytes:
    text = format_checkpoint(HEAD)
    return encode_note(text, [by.sign(text), *(cosigner.cosign(HEAD, time) for cosigner in cosigners)])


def test_the_example_of_the_specification() -> None:
    assert parse_policy(FILE) == Policy(logs=(LOG.verifier,), quorum=TWO_LEVELS)
    assert TWO_LEVELS.witnesses == tuple(WITNESSES)


def test_every_subset_of_witnesses_is_enough_or_not() -> None:
    for count in range(7):
        for some in combinations(WITNESSES, count):
            enough = len({X1, X2, X3} & set(some)) >= 2 and bool({Y1, Y2, Y3} & set(some))
            assert TWO_LEVELS.reached(dict.fromkeys(some, NOW)) == (NOW if enough else None)


@given(st.dictionaries(st.sampled_from(WITNESSES), st.integers(1, 9)))
def test_a_quorum_was_reached_when_enough_had_signed_at_or_after_that_time(times: dict[Verifier, int]) -> None:
    """The definition itself as the oracle: leave out what is older, and the rest must be enough."""
    held = [
        time
        for time in range(1, 10)
        if TWO_LEVELS.reached({witness: 5 for witness, seen in times.items() if seen >= time}) is not None
    ]
    assert TWO_LEVELS.reached(times) == max(held, default=None)


def test_one_clock_that_is_ahead_makes_nothing_fresh() -> None:
    quorum = Quorum(threshold=2, members=(X1, X2, X3))
    assert quorum.reached({X1: NOW + 10**6, X2: NOW, X3: NOW - 60}) == NOW


@pytest.mark.parametrize(("threshold", "members"), [(0, (X1,)), (2, (X1,)), (-1, (X1,)), (0, ()), (1, ())])
def test_a_quorum_that_anyone_or_nobody_fills_is_refused(threshold: int, members: tuple[Verifier, ...]) -> None:
    with pytest.raises(SettingsError, match="A quorum asks for"):
        Quorum(threshold=threshold, members=members)


def test_a_key_counts_once_whatever_it_is_called() -> None:
    renamed = Cosigner(name="witness.example/alias", seed=COSIGNERS[0].seed).verifier
    for members in ((X1, X1), (X1, renamed), (X1, Quorum(threshold=1, members=(renamed, X2)))):
        with pytest.raises(SettingsError, match="counts one witness twice"):
            Quorum(threshold=2, members=members)


def test_a_checkpoint_that_enough_witnesses_saw_is_opened() -> None:
    policy = parse_policy(FILE)
    witnessed = policy.open(cosigned(*COSIGNERS[:4]))
    assert (witnessed.checkpoint, policy.seen(witnessed)) == (HEAD, NOW)
    with pytest.raises(ProofError, match=r"Too few witnesses saw the checkpoint of example.com/log at size 15"):
        policy.open(cosigned(*COSIGNERS[:3]))


def test_a_reader_may_ask_for_no_witness() -> None:
    policy = Policy(logs=(LOG.verifier,))
    witnessed = policy.open(cosigned(*COSIGNERS))
    assert (witnessed.checkpoint, witnessed.times, policy.seen(witnessed)) == (HEAD, {}, None)


def test_either_key_of_a_log_will_do() -> None:
    policy = Policy(logs=(LOG.verifier, NEXT_KEY.verifier))
    assert policy.open(cosigned(by=LOG)) == policy.open(cosigned(by=NEXT_KEY))


@pytest.mark.parametrize("message", [cosigned(by=Signer(name="else", seed=bytes(32))), b"", b"\xff\n", b"other\n1\n"])
def test_a_log_that_nobody_named_is_not_trusted(message: bytes) -> None:
    policy = Policy(logs=(Signer(name="example.com/elsewhere", seed=bytes(32)).verifier,))
    with pytest.raises(ProofError, match="not among those that are trusted"):
        policy.open(message)


def test_a_policy_without_witnesses_is_said_so() -> None:
    assert parse_policy(f"log {LOG.verifier.vkey}\nquorum none") == Policy(logs=(LOG.verifier,))
    assert parse_policy("quorum none\n") == Policy(logs=())


def test_one_witness_is_a_quorum() -> None:
    policy = parse_policy(f"witness none-such {X1.vkey}\nquorum none-such\n")
    assert policy.quorum == Quorum(threshold=1, members=(X1,))


NAMED = f"witness a {X1.vkey}\nwitness b {X2.vkey}\n"


@pytest.mark.parametrize(
    ("text", "match"),
    {
        "empty": ("", "one line that starts with: quorum"),
        "two-quorums": (f"{NAMED}quorum a\nquorum b", "one line that starts with: quorum"),
        "unknown-word": ("quorums none", "Line 1 of the witness policy is none of"),
        "quorum-of-two": (f"{NAMED}quorum a b", "Line 3 of the witness policy is none of"),
        "carriage-return": ("quorum none\r\n", "Line 1 of the witness policy names none\r"),
        "group-of-none": ("group g any", "is none of"),
        "later-name": (f"quorum a\n{NAMED}", "names a, which no line above does"),
        "unknown-member": (f"{NAMED}group g any a c", "names c, which no line above does"),
        "none-as-member": (f"{NAMED}group g any none", "names none, which no line above does"),
        "none-as-name": (f"witness none {X1.vkey}", "a name that is taken: none"),
        "name-twice": (f"{NAMED}group a any b", "a name that is taken: a"),
        "member-twice": (f"{NAMED}group g any a a", "a member that is in a group already"),
        "member-of-two-groups": (f"{NAMED}group g any a b\ngroup h any a", "a member that is in a group already"),
        "threshold-zero": (f"{NAMED}group g 0 a b", "asks for 0 of 2 members"),
        "threshold-too-high": (f"{NAMED}group g 3 a b", "asks for 3 of 2 members"),
        "threshold-in-words": (f"{NAMED}group g both a b", "asks for both of 2 members"),
        "threshold-negative": (f"{NAMED}group g -1 a b", "asks for -1 of 2 members"),
        "threshold-in-other-digits": (f"{NAMED}group g ² a b", "asks for ² of 2 members"),
        "wrong-key": ("log x", "Line 1 of the witness policy holds a wrong key. A verifier key is not of the form"),
        "log-twice": (f"log {LOG.verifier.vkey}\nlog {Signer(name='b', seed=LOG.seed).verifier.vkey}", "log that was"),
        "log-as-witness": (f"witness a {LOG.verifier.vkey}", "a key that makes no cosignatures"),
        "witness-twice": (
            f"{NAMED}witness c {Cosigner(name='c', seed=COSIGNERS[0].seed).verifier.vkey}",
            "names a witness that was named before",
        ),
    }.values(),
)
def test_a_wrong_file_is_refused_with_its_line(text: str, match: str) -> None:
    with pytest.raises(SettingsError, match=match):
        parse_policy(text)
