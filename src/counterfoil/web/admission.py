"""Who sent a signed request: one of our peers, who says so now and says so once."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request

from counterfoil.errors import ProofError
from counterfoil.exchange.limits import Buckets, Rate
from counterfoil.web.gate import check_rate
from counterfoil.web.handlers import Handlers
from counterfoil.web.nonces import Nonces
from counterfoil.web.signing import Claim, read_claim
from counterfoil.web.work import Work

ACCEPT = (
    'counterfoil=("@method" "@target-uri" "content-digest" "content-type")'
    ';created;expires;nonce;keyid;tag="counterfoil"'
)
"""What a request is to be signed over (RFC 9421 section 5)."""


class Admission:
    """Admits signed requests to `url`, our own address as partners know it."""

    def __init__(self, node: Handlers, work: Work, url: str, now: Callable[[], float], rate: Rate) -> None:
        self._node, self._work, self._url, self._now = node, work, url, now
        self._companies = Buckets(rate, now)
        self._nonces = Nonces(now)

    async def admit(self, request: Request, path: str) -> tuple[str, Claim]:
        """The company that signed the request, and what it claims of the body; 401 where no peer did."""
        claim = self.claim(request, path)
        signer = await self._work.read(self._node.signer_of, claim.kid)
        # One sentence for both: a stranger does not learn whose peers we are.
        if signer is None or not claim.holds(signer[1]):
            says = f"No partner of ours has signed this for {self._url}{path}."
            raise _unsigned(f"{says} Ask the people here to add your company.")
        company, _ = signer
        self._admit_once(company, claim)
        return company, claim

    async def admit_anyone(self, request: Request, path: str) -> Claim:
        """The claim of a request that may be signed by a key that we do not know; under a known one it has to hold."""
        claim = self.claim(request, path)
        signer = await self._work.read(self._node.signer_of, claim.kid)
        if signer is not None:
            if not claim.holds(signer[1]):
                raise _unsigned(f"The signature does not hold for {self._url}{path}.")
            self._admit_once(signer[0], claim)
        return claim

    def claim(self, request: Request, path: str) -> Claim:
        """What a request claims by its headers; 401 where it is not of the form, or not of now."""
        try:
            query = f"?{request.url.query}" if request.url.query else ""
            claim = read_claim(f"{self._url}{path}{query}", request.headers.raw, int(self._now()))
        except ProofError as error:
            raise _unsigned(str(error)) from None
        if claim.created < self._nonces.started:
            raise _unsigned("It was signed before this node started, which has forgotten what it saw then. Sign anew.")
        return claim

    def _admit_once(self, company: str, claim: Claim) -> None:
        check_rate(self._companies.take(company))
        if self._nonces.is_full():
            raise HTTPException(503, "The node cannot do this now; try again later.")
        if not self._nonces.take(claim.kid, claim.nonce):
            raise _unsigned("This signature was used before. Sign anew.")


def _unsigned(says: str) -> HTTPException:
    return HTTPException(401, says, {"WWW-Authenticate": "Signature", "Accept-Signature": ACCEPT})
