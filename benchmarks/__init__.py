"""Measurements with budgets: `script/bench NAME [--quick]` runs `benchmarks/NAME.py`."""
