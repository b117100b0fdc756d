"""What a company is by law, as the words at the end or start of its name tell."""

from collections.abc import Sequence

# One legal form a row, by its spellings. Forms of several countries share a row only where they share an abbreviation:
# an AG is no GmbH, but an 'SA' is an 'SA' everywhere.
_LEGAL_FORMS = (
    "gmbh|ges m b h|gesmbh|g m b h|gesellschaft mit beschrankter haftung|gesellschaft mbh|mbh",
    "gmbh co kg|gmbh u co kg|gmbh und co kg|gmbh co kgaa|gmbh and co kg|gmbh cie kg|gmbh co",
    "ag co kg|ag und co kg|ag u co kg",
    "ug|ug haftungsbeschrankt|unternehmergesellschaft|unternehmergesellschaft haftungsbeschrankt",
    "ag|a g|aktiengesellschaft",
    "kg|k g|kommanditgesellschaft",
    "ohg|o h g|offene handelsgesellschaft|og",
    "gbr|gesellschaft burgerlichen rechts",
    "ek|e k|e kfm|e kfr|ekfm|ekfr|eingetragener kaufmann|eingetragene kauffrau|inh",
    "ev|e v|eingetragener verein",
    "eg|e g|eingetragene genossenschaft",
    "se|societas europaea",
    "bv|b v|besloten vennootschap|bvba|b v b a",
    "srl|s r l|sarl|s a r l|societe a responsabilite limitee|societa a responsabilita limitata|eurl",
    "nv|n v|naamloze vennootschap",
    "vof|v o f|vennootschap onder firma",
    "cv|c v",
    "sa|s a|societe anonyme|sociedad anonima|sociedade anonima",
    "sas|s a s|sasu|societe par actions simplifiee",
    "sci|s c i",
    "snc|s n c",
    "spa|s p a|societa per azioni",
    "sl|s l|slu|s l u|sociedad limitada|sociedad de responsabilidad limitada",
    "lda|limitada|ltda|unipessoal lda",
    "ltd|limited|private limited|pvt ltd|pte ltd|pty ltd|co ltd|company limited|ltd co",
    "plc|p l c|public limited company",
    "llp|l l p|limited liability partnership",
    "lp|l p",
    "cic|c i c|community interest company",
    "inc|incorporated|corp|corporation",
    "llc|l l c|limited liability company",
    "a s|as|aksjeselskap|aktieselskab|akciova spolecnost",
    "aps|anpartsselskab",
    "asa|allmennaksjeselskap",
    "ab|a b|aktiebolag|aktiebolaget",
    "oy|o y|osakeyhtio|oyj|oy ab",
    "ou|osauhing",
    "uab",
    "sia",
    "sp z o o|spolka z o o|sp zoo|spolka z ograniczona odpowiedzialnoscia|spzoo",
    "s r o|sro|spol s r o|spolecnost s rucenim omezenym",
    "d o o|doo",
    "d d|dd",
    "kft|korlatolt felelossegu tarsasag",
    "zrt|nyrt|rt",
    "ood|eood",
    "ooo|oao|zao|pao",
    "ae|a e|anonymi etaireia",
    "epe|e p e",
    "ike|i k e",
    "oe|o e",
    "ee|e e",
    "tov|tzov",
)
# Where these come first they are legal forms as well: 'SARL Dupont', 'UAB Vilnius', but not 'SE Asia Trading'.
_LEADING = ("sarl", "sas", "sa", "sci", "eurl", "sasu", "uab", "sia", "as", "ou", "ooo", "oao", "zao", "pao", "firma")
# What follows them is the person who owns the company.
_OWNED_BY = ("inh", "inhaber", "inhaberin", "prop", "proprietor", "titulaire")


def without_legal_form(words: Sequence[str]) -> tuple[list[str], str | None]:
    """The words of a plain name without its legal form, and the form; a name that is nothing else stays as it is."""
    end = next((place for place, word in enumerate(words) if place and word in _OWNED_BY), len(words))
    form: str | None = None
    while length := _length_at_end(words[:end]):
        form = form or _FORMS[tuple(words[end - length : end])]
        end -= length
    start = 0
    if form is None and end > 1 and words[0] in _LEADING:
        start, form = 1, _FORMS.get((words[0],))
    return list(words[start:end]), form


def _length_at_end(words: Sequence[str]) -> int:
    """How many words at the end are a legal form, if anything stands before them."""
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in _FORMS:
            return length
    return 0


_FORMS: dict[tuple[str, ...], str] = {
    tuple(spelling.split()): row.partition("|")[0].replace(" ", "")
    for row in _LEGAL_FORMS
    for spelling in row.split("|")
}
_LONGEST = max(map(len, _FORMS))
