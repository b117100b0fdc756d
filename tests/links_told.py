"""A program for a process of its own: tells the links among the documents of a trading world, and from which build."""

import json
import sys
from datetime import date
from pathlib import Path

from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options
from counterfoil.matching import INFERENCES, MATCHERS, Desk, owner_party, role_in
from counterfoil.matching.cash import till
from counterfoil.model.settings import Owner
from counterfoil.model.summary import Recorded


def main() -> None:
    """Print a JSON object: the till's own file, and all links in words."""
    world = Path(sys.argv[1])
    about = json.loads((world / "truth" / "world.json").read_text())
    home = about["home"]
    us = owner_party(Owner(name=home["name"], vat=home["vat"], gln=home["gln"], ibans=tuple(home["ibans"])))
    mappings = load_mappings(sorted((world / "mappings").glob("*.toml")))
    options = Options(on=date.fromisoformat(about["on"]), mappings=mappings, us=us)
    summaries = {
        one.prepared.id: one.prepared.summary
        for one in intakes([world / "documents"], options)
        if one.prepared.summary is not None
    }
    documents = [Recorded(id=id, role=role_in(told, us), summary=told) for id, told in summaries.items()]
    links = Desk(documents, MATCHERS, INFERENCES).link_all()
    json.dump({"till": till.__file__, "links": sorted(map(repr, links))}, sys.stdout)


if __name__ == "__main__":
    main()
