"""Data Prep: mapping sets, their validation and preview, and the expression language."""

from aeptui.localplatform.dataprep import handlers, language

BASE = "/data/foundation/conversion"
ROUTES = [*handlers.ROUTES, *language.ROUTES]
