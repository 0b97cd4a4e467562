#!/usr/bin/env python3
"""The model of virtual_simpy_benchmark.cpp, written for SimPy: a GET through workers, a network and one server thread.

Usage: simpy_peer.py REQUESTS RATE_PER_S WORKERS ONE_WAY_DELAY_S COMMAND_TIME_S. Prints as JSON the requests, the CPU
time that simulating them took (without the interpreter's start), and their mean latency.
"""

import json
import random
import sys
import time

import simpy


def request(env, workers, server, delay_s, command_s, latencies):
    arrived = env.now
    with workers.request() as worker:
        yield worker
        yield env.timeout(delay_s)
        with server.request() as turn:
            yield turn
            yield env.timeout(command_s)
        yield env.timeout(delay_s)
    latencies.append(env.now - arrived)


def arrivals(env, count, rate_per_s, *how):
    stream = random.Random(42)
    for _ in range(count):
        yield env.timeout(stream.expovariate(rate_per_s))
        env.process(request(env, *how))


def main():
    count, workers = int(sys.argv[1]), int(sys.argv[3])
    rate_per_s, delay_s, command_s = float(sys.argv[2]), float(sys.argv[4]), float(sys.argv[5])
    began = time.process_time()
    env = simpy.Environment()
    latencies = []
    env.process(arrivals(env, count, rate_per_s, simpy.Resource(env, workers), simpy.Resource(env, 1), delay_s,
                         command_s, latencies))
    env.run()
    mean_s = sum(latencies) / len(latencies)
    print(json.dumps({"requests": len(latencies), "cpu_s": time.process_time() - began, "mean_latency_s": mean_s}))


if __name__ == "__main__":
    main()
