// Wrong scenarios: the origin.
#include "malformed_cases.h"

namespace stampede::scenario {

std::vector<Malformed> malformed_origin() {
  return {
      {R"({"origin": "1s"})", "origin", R"(expected an object, found "1s")"},
      {R"({"origin": {"compute_time": 1}})", "origin.compute_time",
       "expected a duration, or an object with one of constant, uniform, exponential, lognormal, pareto, found 1"},
      {R"({"origin": {"compute_time": "1 second"}})", "origin.compute_time",
       R"(expected a duration from 0s to 3650d (such as "250ms"), found "1 second", which has an unknown unit (known: ns, us, ms, s, min, h, d, m))"},
      {R"({"origin": {"compute_time": {"normal": {"mean": "1s"}}}})", "origin.compute_time.normal",
       "unknown key; known: constant, uniform, exponential, lognormal, pareto"},
      {R"({"origin": {"compute_time": {}}})", "origin.compute_time",
       "expected exactly one of constant, uniform, exponential, lognormal, pareto, found none"},
      {R"({"origin": {"compute_time": {"constant": 5}}})", "origin.compute_time.constant",
       R"(expected a duration from 0s to 3650d (such as "250ms"), found 5)"},
      {R"({"origin": {"compute_time": {"uniform": {"min": "2s", "max": "1s"}}}})", "origin.compute_time.uniform",
       R"(min ("2s") is greater than max ("1s"))"},
      {R"({"origin": {"compute_time": {"uniform": {"min": "2s"}}}})", "origin.compute_time.uniform.max",
       "missing; expected a duration"},
      {R"({"origin": {"compute_time": {"uniform": "1s"}}})", "origin.compute_time.uniform",
       R"(expected an object, found "1s")"},
      {R"({"origin": {"compute_time": {"exponential": {"mean": "0s"}}}})", "origin.compute_time.exponential.mean",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), found "0s")"},
      {R"({"origin": {"compute_time": {"lognormal": {"median": "1s", "p99": "1s"}}}})",
       "origin.compute_time.lognormal.p99", R"(expected more than the median ("1s"), found "1s")"},
      {R"({"origin": {"compute_time": {"lognormal": {"median": "1s"}}}})", "origin.compute_time.lognormal.p99",
       "missing; expected a duration"},
      {R"({"origin": {"compute_time": {"pareto": {"min": "1s", "alpha": 0}}}})", "origin.compute_time.pareto.alpha",
       "expected a number from 0.01 to 100, found 0"},
      {R"({"origin": {"compute_time": {"pareto": {"min": "1s", "alpha": 1}}}})", "origin.compute_time.pareto.alpha",
       "has no finite mean at 1; expected more than 1, or a max"},
      {R"({"origin": {"compute_time": {"pareto": {"min": "1s", "alpha": 2, "max": "500ms"}}}})",
       "origin.compute_time.pareto", R"(min ("1s") is greater than max ("500ms"))"},
      {R"({"origin": {"compute_time": {"constant": "1s", "pareto": {}}}})", "origin.compute_time",
       "expected exactly one of constant, uniform, exponential, lognormal, pareto, found constant and pareto"},
      {R"({"origin": {"capacity": 0}})", "origin.capacity", "expected an integer from 1 to 1000000, or null, found 0"},
      {R"({"origin": {"capacity": 2.5}})", "origin.capacity",
       "expected an integer from 1 to 1000000, or null, found 2.5"},
      {R"({"origin": {"error_rate": 1.5}})", "origin.error_rate", "expected a number from 0 to 1, found 1.5"},
      {R"({"origin": {"error_rate": "10%"}})", "origin.error_rate", R"(expected a number from 0 to 1, found "10%")"},
      {R"({"origin": {"pause": {"every": 0, "for": "1s"}}})", "origin.pause.every",
       "expected an integer from 1 to 1000000000, found 0"},
      {R"({"origin": {"pause": {"every": 10, "for": "0s"}}})", "origin.pause.for",
       R"(expected a duration from 1ns to 3650d (such as "250ms"), found "0s")"},
      {R"({"origin": {"pause": {"every": 10}}})", "origin.pause.for", "missing; expected a duration"},
      {R"({"origin": {"pause": "1s"}})", "origin.pause", R"(expected an object, found "1s")"},
      {R"({"origin": {"capactiy": 4}})", "origin.capactiy", R"(unknown key; did you mean "capacity"?)"},
  };
}

}  // namespace stampede::scenario
