// Further endpoints of the application, on the same workers.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/read_load_shapes.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/time_distribution.h"

namespace stampede::scenario {
namespace {

constexpr std::size_t kMostEndpoints = 100;
constexpr std::size_t kMostLoads = 10'000;
constexpr std::size_t kLongestName = 100;
constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789._-";

void read_name(const Section& section, Endpoint& endpoint) {
  constexpr std::string_view what = "a name of a-z, 0-9, '_', '.' and '-', at most 100 long";
  const auto item = section.require("name", what);
  if (!item) return;
  if (item->json().is_string()) endpoint.name = item->json().get<std::string>();
  const bool is_good = !endpoint.name.empty() && endpoint.name.size() <= kLongestName &&
                       endpoint.name.find_first_not_of(kNameCharacters) == std::string::npos;
  if (!is_good) item->expected(what);
}

void read_loads(const Section& section, Endpoint& endpoint) {
  const std::string what = fmt::format("an array of 1 to {} loads, as \"load\" has them", kMostLoads);
  const auto item = section.require("load", what);
  if (!item) return;
  const std::size_t size = item->json().is_array() ? item->json().size() : 0;
  if (size == 0 || size > kMostLoads) return item->expected(what);
  for_each_element(*item, [&](const Item& entry) {
    // An entry that cannot be read keeps its place, so that the indices of the others stay right.
    endpoint.load.push_back(read_load_entry(entry).value_or(Load(Burst{})));
    if (std::holds_alternative<TraceLoad>(endpoint.load.back())) {
      entry.report("is a trace, whose requests are for keys; expected another kind of load");
    }
  });
}

Endpoint read_endpoint(const Item& item) {
  const Section section(item);
  Endpoint endpoint;
  read_name(section, endpoint);
  if (const auto work = section.require("work", "a duration, or a distribution of durations")) {
    read_time_distribution(*work, endpoint.work);
  }
  read_loads(section, endpoint);
  return endpoint;
}

void check_names(const Item& item, const std::vector<Endpoint>& endpoints) {
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const std::string path = path_of_index(item.path(), i);
    const auto first = std::find_if(endpoints.begin(), endpoints.end(),
                                    [&](const Endpoint& other) { return other.name == endpoints[i].name; });
    const auto place = static_cast<std::size_t>(first - endpoints.begin());
    if (place == i || item.problems().touch(path_of_key(path, "name"))) continue;
    item.problems().add(path_of_key(path, "name"),
                        fmt::format("is the name of {}, too", path_of_index(item.path(), place)));
  }
}

}  // namespace

void read_endpoints(const Section& file, Scenario& scenario) {
  const auto item = file.find("endpoints");
  if (!item) return;
  if (item->json().is_array() && item->json().size() > kMostEndpoints) {
    return item->expected(fmt::format("an array of at most {} endpoints", kMostEndpoints));
  }
  for_each_element(*item, [&](const Item& entry) { scenario.endpoints.push_back(read_endpoint(entry)); });
  check_names(*item, scenario.endpoints);
}

}  // namespace stampede::scenario
