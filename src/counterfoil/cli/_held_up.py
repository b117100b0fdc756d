"""What holds a home up: that it was brought back and asks partners first, or that its log has stopped for good."""

from typing import Any

from counterfoil.cli._output import say
from counterfoil.exchange.halves.peers import peers
from counterfoil.exchange.witnessing.published import stopped
from counterfoil.flow.home import Home
from counterfoil.flow.restored import awaiting


def held_up(home: Home) -> dict[str, Any]:
    """As JSON has it; both are null where nothing holds the home up."""
    back, end = awaiting(home), stopped(home)
    names = {one.witness: one.name for one in peers(home.store) if one.witness}
    waited_for = [one for one in peers(home.store) if one.url and back is not None and one.company not in back.without]
    return {
        "restored": {
            "recorded": back.recorded.isoformat(),
            "facts": back.size,
            "waits_for": [{"id": one.company, "name": one.name} for one in waited_for],
            "without": list(back.without),
        }
        if back is not None
        else None,
        "stopped": {"witness": names.get(end.witness, end.witness), "why": end.why} if end is not None else None,
    }


def print_held_up(row: dict[str, Any]) -> None:
    """The same for people, with what to do."""
    if row["stopped"]:
        say(f"STOPPED: {row['stopped']['why']} {row['stopped']['witness']} shows it under our signature.", "bad")
        say("Restore a newer backup. Where there is none, make a new home and add the originals to it.")
    elif row["restored"]:
        since = row["restored"]["recorded"][:16].replace("T", " ")
        names = ", ".join(one["name"] for one in row["restored"]["waits_for"]) or "nobody"
        said = f"It was brought back on {since} (UTC) and says nothing to partners before its node has asked: {names}."
        say(said, "notable")
        say("Start the node: counterfoil serve --node. One that is gone for good is not waited for with:")
        say("  counterfoil restore --without PEER --why TEXT", whole=True)
