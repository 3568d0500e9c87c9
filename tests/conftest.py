"""What holds for every test; the parts are in tests/support, one module per promise."""

pytest_plugins = [
    "tests.support.network",
    "tests.support.caching",
    "tests.support.database",
    "tests.support.order",
    "tests.support.memory",
    "tests.support.browser",
    "tests.support.people",
    "tests.support.storage",
    "tests.support.mail",
    "tests.support.sms",
    "tests.support.oneflow",
    "tests.support.google_ads",
    "tests.support.tiles",
    "tests.support.geography",
    "tests.support.live",
]
