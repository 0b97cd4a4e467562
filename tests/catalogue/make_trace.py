#!/usr/bin/env python3
"""Makes the small trace of the scenario trace-replay: invented, in the format of the published traces of Twitter's caches.

Usage: make_trace.py > scenarios/topology/trace-replay.csv. A minute of 6 requests per second for 60 keys by a rough
Zipf's law, a rush for one new key from second 30 to 33, and a deletion of it in second 40, with a second rush behind it.
"""

import random

COLUMNS = "{second},{key},{key_size},{value_size},{client},{operation},{ttl}"
KEYS = 60
RUSHES = {30: 60, 31: 60, 32: 40, 40: 60, 41: 30}
DELETED_AT = 40


def line(second, key, operation, generator):
    return COLUMNS.format(second=second, key=key, key_size=len(key), value_size=300 + 17 * (len(key) * second % 23),
                          client=generator.randint(1, 9), operation=operation, ttl=0)


def main():
    generator = random.Random(2020)
    weights = [1 / rank for rank in range(1, KEYS + 1)]
    for second in range(60):
        if second == DELETED_AT:
            print(line(second, "news:breaking", "delete", generator))
        asked = [f"page:{index:03}" for index in generator.choices(range(KEYS), weights, k=6)]
        asked += ["news:breaking"] * RUSHES.get(second, 0)
        generator.shuffle(asked)
        for key in asked:
            print(line(second, key, "get", generator))


if __name__ == "__main__":
    main()
