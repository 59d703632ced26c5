"""Samples of sources, read once: the screens that show the same object share one look into it."""

from dataclasses import replace
from weakref import WeakKeyDictionary

from aeptui.core.manifest.model import Source
from aeptui.operations.explore import Account, Sample, account_of, sample
from aeptui.services.platform import Platform

KEPT_AT_ONCE = 8
# Samples may hold personal data: they live in memory, as long as the session that read them, and nowhere else.
_KEPT: WeakKeyDictionary[Platform, dict[Source, Sample]] = WeakKeyDictionary()


def kept_sample(platform: Platform, source: Source) -> Sample | None:
    """The sample of the document's object, where it was read in this session already."""
    return _KEPT.get(platform, {}).get(_object(source))


async def sample_of(
    platform: Platform, source: Source, *, account: Account | None = None, fresh: bool = False
) -> Sample:
    """The sample of the document's object: the one kept, or one read now, as always with ``fresh``.

    ``account`` is the document's base connection where that is known. Raises ExploreError and PlatformError.
    """
    found = None if fresh else kept_sample(platform, source)
    if found is None:
        found = await sample(platform, account or await account_of(platform, source), source)
        kept = _KEPT.setdefault(platform, {})
        kept.pop(_object(source), None)
        kept[_object(source)] = found
        while len(kept) > KEPT_AT_ONCE:
            del kept[next(iter(kept))]
    return found


def _object(source: Source) -> Source:
    """The part of the source that decides what is read."""
    return replace(source, fields=None, style="auto")
