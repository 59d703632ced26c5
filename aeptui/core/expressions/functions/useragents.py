"""Functions on user agents: what the common browsers and systems say of themselves.

The platform uses a parser with thousands of rules, so results for rare agents are approximate.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from aeptui.core.expressions.functions.registry import function

UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class Agent:
    """What a user agent says; a version that is not there is empty."""

    os_name: str
    os_version: str
    name: str
    version: str
    device: str


_VERSION = r"([0-9]+(?:[._][0-9]+)*)"

_SYSTEMS = [
    (re.compile(pattern.replace("VERSION", _VERSION)), name)
    for pattern, name in [
        (r"Windows Phone(?: OS)? VERSION", "Windows Phone"),
        (r"Xbox(?:.*Windows NT VERSION)?", "Xbox"),
        (r"Windows NT VERSION", "Windows NT"),
        (r"\((?:iPhone|iPad|iPod).*?OS VERSION like Mac", "iOS"),
        (r"\((?:iPhone|iPad|iPod)", "iOS"),
        (r"Tizen VERSION", "Tizen"),
        (r"KAIOS/VERSION", "KaiOS"),
        (r"Android VERSION", "Android"),
        (r"Android", "Android"),
        (r"CrOS \S+ VERSION", "Chrome OS"),
        (r"Mac OS X VERSION", "Mac OS X"),
        (r"Macintosh", "Mac OS X"),
        (r"PlayStation [345]", "PlayStation"),
        (r"Ubuntu(?:/VERSION)?", "Ubuntu"),
        (r"Linux", "Linux"),
    ]
]
_AGENTS = [
    (re.compile(pattern.replace("VERSION", _VERSION)), name)
    for pattern, name in [
        (r"Googlebot(?:-\w+)?/VERSION", "Googlebot"),
        (r"bingbot/VERSION", "bingbot"),
        (r"(?:Edg|EdgA|EdgiOS|Edge)/VERSION", "Edge"),
        (r"(?:OPR|OPiOS|Opera)/VERSION", "Opera"),
        (r"SamsungBrowser/VERSION", "SamsungBrowser"),
        (r"YaBrowser/VERSION", "YaBrowser"),
        (r"Vivaldi/VERSION", "Vivaldi"),
        (r"UCBrowser/VERSION", "UCBrowser"),
        (r"(?:Firefox|FxiOS)/VERSION", "Firefox"),
        (r"HeadlessChrome/VERSION", "HeadlessChrome"),
        (r"(?:Chrome|CriOS)/VERSION", "Chrome"),
        (r"MSIE VERSION", "Internet Explorer"),
        (r"Trident/.*rv:VERSION", "Internet Explorer"),
        (r"Version/VERSION.*Safari/", "Safari"),
        (r"Android.*Version/VERSION", "Android Browser"),
        (r"Safari/VERSION", "Safari"),
        (r"(?i)curl/VERSION", "Curl"),
        (r"okhttp/VERSION", "OkHttp"),
        (r"python-requests/VERSION", "Python Requests"),
    ]
]
_DEVICES = [
    (re.compile(pattern), device)
    for pattern, device in [
        (r"(?i)<script|union\s+select|\$\{jndi:", "Hacker"),
        (r"(?i)bot\b.*(?:android|iphone|mobile)|(?:android|iphone|mobile).*bot\b", "Robot Mobile"),
        (r"(?i)bot\b|crawler|spider|slurp|headless|curl/|wget/|python-|okhttp|java/", "Robot"),
        (r"(?i)amazon(?:bot)? cloudfront|aws-|google-cloud", "Cloud"),
        (r"Nintendo (?:Switch|3DS)|PlayStation (?:Vita|Portable)", "Handheld Game Console"),
        (r"Xbox|PlayStation|Nintendo", "Game Console"),
        (r"(?i)oculus|quest|vr headset", "Virtual Reality"),
        (r"(?i)hololens", "Augmented Reality"),
        (r"(?i)kindle|kobo|nook", "eReader"),
        (r"(?i)set-?top|roku|apple ?tv|chromecast|fire ?tv|aft[a-z]+ build", "Set-top box"),
        (r"(?i)smart-?tv|smarttv|hbbtv|web0s|tizen.*tv|bravia|googletv", "TV"),
        (r"(?i)watch(?: ?os)?\b|sm-r\d", "Watch"),
        (r"(?i)alexa|echo|google-?home", "Voice"),
        (r"(?i)tesla|carplay|qtcarbrowser", "Car"),
        (r"iPad|(?i:tablet)|Android(?!.*Mobile)", "Tablet"),
        (r"iPhone|iPod|Android.*Mobile|Windows Phone|KAIOS|BlackBerry", "Phone"),
        (r"(?i)mobile", "Mobile"),
        (r"Windows NT|Macintosh|X11|CrOS|Linux", "Desktop"),
    ]
]
_WINDOWS = {"5.1": "XP", "5.2": "XP", "6.0": "Vista", "6.1": "7", "6.2": "8", "6.3": "8.1"}
"""The versions of Windows by those of its kernel, which the user agent names."""

_LONGEST = 2_000


@lru_cache(maxsize=1024)
def read_agent(text: str) -> Agent:
    """What a user agent says of system, browser and device; what it does not say is ``Unknown``."""
    text = text[:_LONGEST]
    os_name, os_version = _first(_SYSTEMS, text)
    if os_name == "Windows NT":
        os_version = _WINDOWS.get(os_version, os_version)
    name, version = _first(_AGENTS, text)
    device = next((device for pattern, device in _DEVICES if pattern.search(text)), UNKNOWN)
    return Agent(os_name, os_version.replace("_", "."), name, version, device)


def _first(rules: list[tuple[re.Pattern[str], str]], text: str) -> tuple[str, str]:
    for pattern, name in rules:
        match = pattern.search(text)
        if match is not None:
            return name, (match.group(1) if pattern.groups else None) or ""
    return UNKNOWN, ""


def _named(name: str, version: str) -> str:
    return f"{name.removesuffix(' NT')} {version}".rstrip()


@function("ua_os_name")
def ua_os_name(text: str) -> str:
    """The operating system."""
    return read_agent(text).os_name


@function("ua_os_version")
def ua_os_version(text: str) -> str:
    """The version of the operating system."""
    return read_agent(text).os_version or UNKNOWN


@function("ua_os_version_major")
def ua_os_version_major(text: str) -> str:
    """The operating system and its major version."""
    agent = read_agent(text)
    return _named(agent.os_name, agent.os_version.partition(".")[0])


@function("ua_os_name_version")
def ua_os_name_version(text: str) -> str:
    """The operating system and its version."""
    agent = read_agent(text)
    return _named(agent.os_name, agent.os_version)


@function("ua_agent_name")
def ua_agent_name(text: str) -> str:
    """The browser."""
    return read_agent(text).name


@function("ua_agent_version")
def ua_agent_version(text: str) -> str:
    """The version of the browser."""
    return read_agent(text).version or UNKNOWN


@function("ua_agent_version_major")
def ua_agent_version_major(text: str) -> str:
    """The browser and its major version."""
    agent = read_agent(text)
    return _named(agent.name, agent.version.partition(".")[0])


@function("ua_device_class")
def ua_device_class(text: str) -> str:
    """The kind of device."""
    return read_agent(text).device
