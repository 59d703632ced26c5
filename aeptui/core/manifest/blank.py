"""The document before anything is decided: what must be filled in is empty, everything else has its usual value."""

from aeptui.core.manifest.model import Manifest, NewDataset, NewSchema, Schedule, Source, Target


def blank(class_id: str = "") -> Manifest:
    """A manifest to begin with: a schema of that class and a dataset to be made, hourly runs from now on, backfill."""
    return Manifest(
        name="",
        source=Source(system="", connection="", object=""),
        target=Target(NewSchema(title="", class_id=class_id), NewDataset(name="")),
        mapping=(),
        schedule=Schedule(frequency="hour", start="now", interval=1, backfill=True),
    )
