"""What people write into tickets: subjects, descriptions, notes."""

from aeptui.localplatform.sources.draw import Draw

_THINGS = (
    "VPN", "invoice", "Größentabelle", "checkout page", "API key", "delivery", "mobile app", "password reset",
    "Kündigung", "newsletter", "webhook", "printer", "data export", "single sign-on", "café terminal",
)  # fmt: skip
_FAULTS = (
    "does not work", "is slow since the update", "zeigt falsche Beträge", "was charged twice", "arrives damaged",
    "returns error 500", "n'est pas disponible", "asks for the code again", "no funciona", "is missing umlauts: äöü",
)  # fmt: skip
_ODD = (
    'quoted "twice", with; delimiters\tand a tab',
    "<script>alert(1)</script> [red]urgent[/red]",
    "🔥🔥 please call back ☎",
    "line one\nline two\r\nline three",
    "=1+1",
    "NULL",
)
_CLOSING = ("Fixed by restart", "Erledigt, danke", "Duplicate", "No answer from customer", "Workaround documented")

CATEGORIES = {
    "software": ("email", "os", "login"),
    "hardware": ("disk", "monitor", "printer"),
    "network": ("dns", "vpn", "wireless"),
    "inquiry": ("antivirus", "internal application"),
}


def subject(draw: Draw) -> str:
    """One line that says what is wrong; now and then one that is hard to carry."""
    if draw.chance(2):
        return draw.pick(_ODD)
    return f"{draw.pick(_THINGS)} {draw.pick(_FAULTS)}"


def description(draw: Draw) -> str:
    """A few sentences, some with line breaks."""
    lines = [subject(draw) for _ in range(draw.between(1, 3))]
    return ("\n" if draw.chance(30) else ". ").join(lines)


def closing(draw: Draw) -> str:
    """Why a ticket was closed."""
    return draw.pick(_CLOSING)
