// Wrong scenarios: the modelled network.
#include "malformed_cases.h"

namespace stampede::scenario {

std::vector<Malformed> malformed_network() {
  return {
      {R"({"network": "20us"})", "network", R"(expected an object, found "20us")"},
      {R"({"network": {"delay": "20us"}})", "network.delay",
       "unknown key; known: one_way_delay, command_time, command_times, socket_time, bandwidth, node_cpu"},
      {R"({"network": {"one_way_dealy": "20us"}})", "network.one_way_dealy",
       R"(unknown key; did you mean "one_way_delay"?)"},
      {R"({"network": {"one_way_delay": 20}})", "network.one_way_delay",
       "expected a duration, or an object with one of constant, uniform, exponential, lognormal, pareto, found 20"},
      {R"({"network": {"one_way_delay": {"lognormal": {"median": "20us"}}}})", "network.one_way_delay.lognormal.p99",
       "missing; expected a duration"},
      {R"({"network": {"one_way_delay": {"exponential": {"median": "20us", "mean": "20us"}}}})",
       "network.one_way_delay.exponential.median", R"(unknown key; did you mean "mean"?)"},
      {R"({"network": {"command_time": "2min"}})", "network.command_time",
       R"(expected a duration from 0s to 1min (such as "250ms"), found "2min")"},
      {R"({"network": {"command_times": "3us"}})", "network.command_times",
       R"(expected an object {COMMAND: DURATION}, found "3us")"},
      {R"({"network": {"command_times": {"evalsha": "3us"}}})", "network.command_times.evalsha",
       R"(is not the name of a Redis command in capital letters (A-Z); did you mean "EVALSHA"?)"},
      {R"({"network": {"command_times": {"SCRIPT LOAD": "3us"}}})", R"(network.command_times["SCRIPT LOAD"])",
       "is not the name of a Redis command in capital letters (A-Z)"},
      {R"({"network": {"command_times": {"": "3us"}}})", R"(network.command_times[""])",
       "is not the name of a Redis command in capital letters (A-Z)"},
      {R"({"network": {"command_times": {"GET": 3}}})", "network.command_times.GET",
       R"(expected a duration from 0s to 1min (such as "250ms"), found 3)"},
      {R"({"network": {"command_times": {"GET": "1h"}}})", "network.command_times.GET",
       R"(expected a duration from 0s to 1min (such as "250ms"), found "1h")"},
      {R"({"network": {"bandwidth": 1000}})", "network.bandwidth",
       R"(expected a size from 1KiB to 1024GiB (such as "4KiB"), or null, found 1000)"},
      {R"({"network": {"bandwidth": "1GiB/s"}})", "network.bandwidth",
       R"(expected a size from 1KiB to 1024GiB (such as "4KiB"), or null, found "1GiB/s", which has an unknown unit (known: B, kB, KiB, MB, MiB, GB, GiB, KB))"},
      {R"({"network": {"bandwidth": "0B"}})", "network.bandwidth",
       R"(expected a size from 1KiB to 1024GiB (such as "4KiB"), or null, found "0B")"},
      {R"({"network": {"socket_time": "2min"}})", "network.socket_time",
       R"(expected a duration from 0s to 1min (such as "250ms"), found "2min")"},
      {R"({"network": {"node_cpu": "1us"}})", "network.node_cpu", R"(expected an object, found "1us")"},
      {R"({"network": {"node_cpu": {"per_comand": "1us"}}})", "network.node_cpu.per_comand",
       R"(unknown key; did you mean "per_command"?)"},
      {R"({"network": {"node_cpu": {"per_command": 1}}})", "network.node_cpu.per_command",
       R"(expected a duration from 0s to 1s (such as "250ms"), found 1)"},
      {R"({"network": {"node_cpu": {"per_request": "2s"}}})", "network.node_cpu.per_request",
       R"(expected a duration from 0s to 1s (such as "250ms"), found "2s")"},
      {R"({"network": {"node_cpu": {"one_thread_for_all": "yes"}}})", "network.node_cpu.one_thread_for_all",
       R"(expected true or false, found "yes")"},
  };
}

}  // namespace stampede::scenario
