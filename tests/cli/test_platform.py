"""The options of ``aeptui platform serve``."""

import argparse

import pytest

from aeptui.cli.platform import arguments


def parsed(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    arguments(parser, "platform")
    return parser.parse_args(["serve", *given])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("--rate", "0"), "at least 1"),
        (("--latency", "-1"), "at least 0"),
        (("--clock-speed", "0"), "above 0"),
        (("--clock-speed", "nan"), "above 0"),
        (("--rate", "many"), "no whole number"),
    ],
)
def test_a_number_that_cannot_be_is_a_usage_error(
    given: tuple[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed(*given)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_numbers_that_can_be_are_taken() -> None:
    options = parsed("--rate", "5", "--latency", "20", "--clock-speed", "0.5")
    assert (options.rate, options.latency, options.clock_speed) == (5, 20, 0.5)
