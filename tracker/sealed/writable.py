"""Run as a program: reads texts by name as JSON, prints the names of those for which no font is found."""

import json
import sys

import typst

from tracker.sealed import SEALED


def is_writable(text: str) -> bool:
    """Whether a sealed PDF can hold it: the seal asks for a sign of each letter."""
    source = f'#set document(title: "Fonts")\n#set text(lang: "en")\n{text}'
    try:
        typst.compile(source.encode(), pdf_standards=[*SEALED])
    except typst.TypstError:
        return False
    return True


if __name__ == "__main__":
    texts = json.load(sys.stdin)
    missing = [] if is_writable(" ".join(texts.values())) else texts
    json.dump([name for name in missing if not is_writable(texts[name])], sys.stdout)
