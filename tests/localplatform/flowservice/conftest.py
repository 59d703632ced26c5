import pytest

from tests.localplatform.support import Client
from tests.localplatform.workflow import table_parts

NAMES = ("sys_id", "number", "priority", "sys_updated_on")


@pytest.fixture
async def parts(client: Client) -> tuple[str, str, str]:
    """Source connection, target connection and mapping set of a flow."""
    return await table_parts(client, NAMES, {"_id": "sys_id"})
