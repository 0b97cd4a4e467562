// A small catalogue of strategies, so that tests of the loader do not change with the real one.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "simulator/scenario/load.h"

namespace stampede::scenario {

// plain (no parameters), waiting (one parameter of each type).
const Registry& test_registry();

// With the test registry and the metrics latency_ms.p50, latency_ms.p99, errors.cold_cache, requests.
LoadOptions test_options();

LoadResult load_text(std::string_view text);

// A small valid scenario with `changes` (a JSON object) put over its entries; null removes one.
std::string with_changes(std::string_view changes);

// How failing tests show a problem.
inline void PrintTo(const Problem& problem, std::ostream* out) { *out << problem.path << ": " << problem.message; }

}  // namespace stampede::scenario
