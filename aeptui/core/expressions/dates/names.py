"""English names of months, days, eras and zones, as date patterns read and write them."""

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ERAS = {1: "AD", 4: "Anno Domini", 5: "A"}
QUARTERS = ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")

SHORT_ZONES = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "MT": "America/Denver",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "CT": "America/Chicago",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "AKST": "America/Anchorage",
    "AKDT": "America/Anchorage",
    "HST": "Pacific/Honolulu",
    "AST": "America/Halifax",
    "ADT": "America/Halifax",
    "NST": "America/St_Johns",
    "NDT": "America/St_Johns",
    "BRT": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "BST": "Europe/London",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "EET": "Europe/Helsinki",
    "EEST": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "SAST": "Africa/Johannesburg",
    "WAT": "Africa/Lagos",
    "CAT": "Africa/Maputo",
    "EAT": "Africa/Nairobi",
    "GST": "Asia/Dubai",
    "PKT": "Asia/Karachi",
    "IST": "Asia/Kolkata",
    "ICT": "Asia/Bangkok",
    "WIB": "Asia/Jakarta",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "KST": "Asia/Seoul",
    "JST": "Asia/Tokyo",
    "AWST": "Australia/Perth",
    "ACST": "Australia/Adelaide",
    "ACDT": "Australia/Adelaide",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}
"""Abbreviations to zones; as in Java the zone's own rules decide whether daylight saving time applies."""

_SEASONED = {
    "America/Los_Angeles": "Pacific",
    "America/Denver": "Mountain",
    "America/Chicago": "Central",
    "America/New_York": "Eastern",
    "America/Anchorage": "Alaska",
    "America/Halifax": "Atlantic",
    "Australia/Sydney": "Australian Eastern",
    "Australia/Adelaide": "Australian Central",
    "Pacific/Auckland": "New Zealand",
}
_SUMMER = {
    "Europe/Paris": "Central European",
    "Europe/Helsinki": "Eastern European",
    "Europe/Lisbon": "Western European",
}
_PLAIN = {
    "UTC": "Coordinated Universal Time",
    "Pacific/Honolulu": "Hawaii-Aleutian Standard Time",
    "America/Sao_Paulo": "Brasilia Standard Time",
    "Europe/Moscow": "Moscow Standard Time",
    "Asia/Dubai": "Gulf Standard Time",
    "Asia/Kolkata": "India Standard Time",
    "Asia/Singapore": "Singapore Standard Time",
    "Asia/Hong_Kong": "Hong Kong Standard Time",
    "Asia/Seoul": "Korean Standard Time",
    "Asia/Tokyo": "Japan Standard Time",
    "Australia/Perth": "Australian Western Standard Time",
}


def _long_names() -> dict[str, tuple[str, str]]:
    """Per zone its full names of standard and daylight saving time."""
    names = {zone: (name, name) for zone, name in _PLAIN.items()}
    for zone, region in _SEASONED.items():
        names[zone] = (f"{region} Standard Time", f"{region} Daylight Time")
    for zone, region in _SUMMER.items():
        names[zone] = (f"{region} Standard Time", f"{region} Summer Time")
    names["Europe/London"] = ("Greenwich Mean Time", "British Summer Time")
    return names


LONG_NAMES = _long_names()

LONG_ZONES = {name: zone for zone, pair in LONG_NAMES.items() for name in pair}
"""Full names to zones."""
