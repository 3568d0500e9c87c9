"""What `script/server` starts beside the product: outside services of its own where the caller names none."""

import pytest

from script.tools import local, server


@pytest.fixture(autouse=True)
def _free_ports(monkeypatch):
    monkeypatch.setattr(local, "free_port", lambda preferred: preferred)


def test_the_product_is_told_of_our_own_oneflow():
    environment: dict[str, str] = {}

    assert server._esign_service(environment) == 8027
    assert environment == dict.fromkeys(("ONEFLOW_URL", "ONEFLOW_TEST_URL"), "http://127.0.0.1:8027/v1")


@pytest.mark.parametrize("name", ["ONEFLOW_URL", "ONEFLOW_TEST_URL"])
def test_an_oneflow_that_the_caller_names_is_left_alone(name):
    environment = {name: "https://api.oneflow.example/v1"}

    assert server._esign_service(environment) == 0
    assert environment == {name: "https://api.oneflow.example/v1"}
