"""Fixtures of the tests of the service layer."""

from collections.abc import Iterator

import pytest
import respx

from tests.services.support import TOKEN_URL, token_answer


@pytest.fixture
def router() -> Iterator[respx.MockRouter]:
    """Catches every request, in place of the network; sign-in always succeeds."""
    with respx.mock(assert_all_called=False) as mocked:
        mocked.post(TOKEN_URL, name="token").mock(return_value=token_answer())
        yield mocked
