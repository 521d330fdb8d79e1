"""Profiles for hypothesis: `pytest --hypothesis-profile deep` looks for longer."""

import os

from hypothesis import HealthCheck, settings

slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("default", deadline=None, max_examples=40, suppress_health_check=slow)
settings.register_profile("deep", deadline=None, max_examples=3000, suppress_health_check=slow)
settings.load_profile("default")

for name in ("COLUMNS", "LINES"):  # readline sets them for the processes that pytest starts
    os.environ.pop(name, None)
