"""Write the documentation that follows from the tables of ``workflows``, and the document of the API."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from workflows.diagrams import channels_page, instruments_page
from workflows.registry import CHANNELS, INSTRUMENTS


def pages() -> dict[str, str]:
    """Return the generated pages by file name."""
    return {
        "channels.md": channels_page(CHANNELS.values()),
        "instruments.md": instruments_page(INSTRUMENTS.values(), CHANNELS.values()),
        "openapi.yaml": _document(),
    }


def _document() -> str:
    """The document as `/api/v1/schema/` serves it."""
    with translation.override("en"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        found = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    text: bytes = OpenApiYamlRenderer().render(found, renderer_context={})  # type: ignore[no-untyped-call]
    return text.decode()


class Command(BaseCommand):
    """`manage.py generate_docs` writes, `--check` only compares."""

    help = "Write docs/channels.md, docs/instruments.md and docs/openapi.yaml from the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Fail where a page is not as it would be written."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs"
        found = pages()
        stale = [name for name, text in found.items() if not _is(folder / name, text)]
        if options["check"] and stale:
            raise CommandError(f"Not as generated: {', '.join(stale)}. Run manage.py generate_docs.")
        for name in stale:
            (folder / name).write_text(found[name], encoding="utf-8")
        self.stdout.write(f"Written: {', '.join(stale)}" if stale else "Nothing to write.")


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
