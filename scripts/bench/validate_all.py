"""How many milliseconds chaoslib takes to read and validate each experiment of a folder, in one process."""

import json
import logging
import os
import sys
import time

from chaoslib.experiment import ensure_experiment_is_valid

logging.disable(logging.CRITICAL)
folder = sys.argv[1]
paths = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]

start = time.perf_counter()
for path in paths:
    with open(path) as file:
        ensure_experiment_is_valid(json.load(file))
print((time.perf_counter() - start) * 1000)
