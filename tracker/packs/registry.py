"""All packs, in the order of their page. A new one is its module, a line here, and its test."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.packs import fatf, tcy
from tracker.packs.base import Pack

PACKS: Mapping[str, Pack] = MappingProxyType({pack.slug: pack for pack in (fatf.PACK, tcy.PACK)})
