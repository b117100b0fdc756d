"""What follows a forgetting outside of the database's transaction; where it is cut off, the next start does it.

Originals go, the list of what was forgotten is written, also beside backups, and the files of the database are written
anew. The transaction says that this is to be done, and it counts as done only at the end.
"""

from counterfoil.flow.forgotten import gone_originals
from counterfoil.flow.forgotten_list import write_lists
from counterfoil.flow.home import Home


def finish(home: Home) -> bool:
    """Do what is still to be done. False where the database's files must be written anew once more.

    That is so as long as somebody reads in a state of before.
    """
    if home.store.is_scrubbed():
        return True
    for original in sorted(gone_originals(home.store)):
        home.store.remove_original(original)
    write_lists(home)
    return home.store.scrub()
