"""Answers for each experiment of a JSON list on standard input what the released chaoslib says to it: null where it
accepts, else the error. One process for all; an experiment's environment variables are there."""

import json
import logging
import os
import sys

from chaoslib.experiment import ensure_experiment_is_valid

logging.disable(logging.CRITICAL)


def supply(value):
    if isinstance(value, dict):
        key = value.get("key")
        if value.get("type") == "env" and isinstance(key, str) and key.isidentifier():
            os.environ.setdefault(key, "1")
        for inner in value.values():
            supply(inner)
    elif isinstance(value, list):
        for inner in value:
            supply(inner)


def answer(experiment):
    supply(experiment)
    try:
        ensure_experiment_is_valid(experiment)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


print(json.dumps([answer(experiment) for experiment in json.load(sys.stdin)]))
