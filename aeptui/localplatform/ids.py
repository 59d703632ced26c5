"""Fresh identifiers in the forms that the services give out."""

import secrets
import uuid


def hex_id(digits: int) -> str:
    """Random lower-case hexadecimal digits: 24 for datasets and batches, 32 for mapping sets and classes, and so on."""
    return secrets.token_hex((digits + 1) // 2)[:digits]


def uuid_id() -> str:
    """A random UUID: connections, flows, runs."""
    return str(uuid.uuid4())


def etag() -> str:
    """A new etag with the double quotes that are part of it, in the form the flow service uses."""
    return f'"{hex_id(8)}-0000-0200-0000-{hex_id(12)}"'


def batch_id() -> str:
    """A random identifier of a batch: 26 digits and capital letters without I, L, O and U."""
    return "01" + "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(24))
