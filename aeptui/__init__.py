"""aeptui: a keyboard console for Adobe Experience Platform source dataflows."""

__version__ = "0.1.0"
