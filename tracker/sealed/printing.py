"""Run as a program, by its path: prints what it is asked on its input. Importing nothing of ours it begins at once."""

import json
import sys
from typing import Any

import typst


def printed(*, source: str, standards: list[Any], **asked: Any) -> bytes:
    """The document; where it cannot keep to the standards, without them, and why is told beside it."""
    document: bytes
    try:
        document = typst.compile(source, pdf_standards=standards, **asked)
    except typst.TypstError as error:
        sys.stderr.write(f"{error}\n")
        document = typst.compile(source, **asked)
    return document


if __name__ == "__main__":
    sys.stdout.buffer.write(printed(**json.load(sys.stdin)))
