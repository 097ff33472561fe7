"""How names are normalised, so that they are found however they are typed."""

import unicodedata


def normalise(text: str) -> str:
    """Return text casefolded, without accents, with single spaces: the form that is stored and searched."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
