// When things happen: the duration, what follows from it, and whether load and writes fit into it.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/sections.h"

namespace stampede::scenario {
namespace {

// The place of an entry in time. A length of zero means that none was given.
struct Span {
  std::string path;
  bool is_burst = false;
  Duration from{};
  Duration* length = nullptr;  // of anything but a burst

  Duration end() const { return length == nullptr ? from : from + *length; }
};

Span span_of(Burst& burst, std::string path) { return {std::move(path), true, burst.at, nullptr}; }
template <typename Entry>
Span span_of(Entry& entry, std::string path) {
  return {std::move(path), false, entry.from, &entry.length};
}

// The readable ones: what is wrong in itself has been reported already.
std::vector<Span> spans_of_load(Scenario& scenario, const Problems& problems) {
  std::vector<Span> spans;
  for (std::size_t index = 0; index < scenario.load.size(); ++index) {
    const std::string path = path_of_index("load", index);
    if (problems.touch(path)) continue;
    std::visit([&](auto& entry) { spans.push_back(span_of(entry, path)); }, scenario.load[index]);
  }
  return spans;
}

std::vector<Span> spans_of_endpoints(Scenario& scenario, const Problems& problems) {
  std::vector<Span> spans;
  for (std::size_t index = 0; index < scenario.endpoints.size(); ++index) {
    const std::string loads = path_of_key(path_of_index("endpoints", index), "load");
    for (std::size_t i = 0; i < scenario.endpoints[index].load.size(); ++i) {
      const std::string path = path_of_index(loads, i);
      if (problems.touch(path)) continue;
      std::visit([&](auto& entry) { spans.push_back(span_of(entry, path)); }, scenario.endpoints[index].load[i]);
    }
  }
  return spans;
}

std::vector<Span> spans_of_writes(Scenario& scenario, const Problems& problems) {
  std::vector<Span> spans;
  for (std::size_t index = 0; index < scenario.writes.size(); ++index) {
    const std::string path = path_of_index("writes", index);
    if (!problems.touch(path)) spans.push_back(span_of(scenario.writes[index], path));
  }
  return spans;
}

Duration last_end(const std::vector<Span>& spans) {
  Duration last{};
  for (const Span& span : spans) last = std::max(last, span.end());
  return last;
}

bool require_lengths(const std::vector<Span>& spans, Problems& problems) {
  bool complete = true;
  for (const Span& span : spans) {
    if (span.length == nullptr || *span.length > Duration::zero()) continue;
    complete = false;
    problems.add(path_of_key(span.path, "for"),
                 "missing; expected a duration here, or one for the whole scenario "
                 "under \"duration\"");
  }
  return complete;
}

void fit_into(Duration duration, Span& span, Problems& problems) {
  const std::string start = path_of_key(span.path, span.is_burst ? "at" : "from");
  if (span.from > duration || (!span.is_burst && span.from == duration)) {
    problems.add(start, fmt::format("is {}, but the load ends at {} (duration)", shown(span.from), shown(duration)));
    return;
  }
  if (span.is_burst) return;
  if (*span.length == Duration::zero()) *span.length = duration - span.from;
  if (span.end() > duration) {
    problems.add(path_of_key(span.path, "for"),
                 fmt::format("ends at {}, but the load ends at {} (duration)", shown(span.end()), shown(duration)));
  }
}

// False if the duration is unknown.
bool settle_duration(const Section& file, const std::vector<Span>& load, const std::vector<Span>& endpoints,
                     Scenario& scenario) {
  Problems& problems = file.problems();
  if (file.has("duration")) {
    file.read("duration", scenario.duration, kAnyDuration);
    return !problems.touch("duration");
  }
  const bool loads_are_readable = !problems.touch("load") && !problems.touch("endpoints");
  const bool load_is_complete = require_lengths(load, problems);
  if (!require_lengths(endpoints, problems) || !load_is_complete || !loads_are_readable) return false;
  scenario.duration = std::max(last_end(load), last_end(endpoints));
  return true;
}

void check_warm_up(const Section& file, const std::vector<Span>& load, const Scenario& scenario) {
  if (scenario.warm_up == Duration::zero() || file.problems().touch("warm_up")) return;
  if (scenario.warm_up >= scenario.duration) {
    file.problems().add("warm_up", fmt::format("is {}; expected less than the duration ({})", shown(scenario.warm_up),
                                               shown(scenario.duration)));
    return;
  }
  const bool measured = std::any_of(load.begin(), load.end(), [&](const Span& span) {
    return span.is_burst ? span.from >= scenario.warm_up : span.end() > scenario.warm_up;
  });
  if (!measured && !file.problems().touch("load")) {
    file.problems().add("warm_up", fmt::format("is {}, when all of the load is over: nothing would be measured",
                                               shown(scenario.warm_up)));
  }
}

void read_series_step(const Section& file, bool duration_is_known, Scenario& scenario) {
  const bool has_length = duration_is_known && scenario.duration > Duration::zero();
  if (has_length) scenario.series_step = std::min(scenario.series_step, scenario.duration);
  file.read("series_step", scenario.series_step, kPositiveDuration);
  if (has_length && !file.problems().touch("series_step") && scenario.series_step > scenario.duration) {
    file.problems().add("series_step", fmt::format("is {}; expected at most the duration ({})",
                                                   shown(scenario.series_step), shown(scenario.duration)));
  }
}

}  // namespace

void read_schedule(const Section& file, Scenario& scenario) {
  Problems& problems = file.problems();
  std::vector<Span> load = spans_of_load(scenario, problems);
  std::vector<Span> endpoints = spans_of_endpoints(scenario, problems);
  std::vector<Span> writes = spans_of_writes(scenario, problems);
  const bool duration_is_known = settle_duration(file, load, endpoints, scenario);
  if (duration_is_known) {
    for (Span& span : load) fit_into(scenario.duration, span, problems);
    for (Span& span : endpoints) fit_into(scenario.duration, span, problems);
    for (Span& span : writes) fit_into(scenario.duration, span, problems);
  }
  file.read("warm_up", scenario.warm_up, kAnyDuration);
  if (duration_is_known) check_warm_up(file, load, scenario);
  file.read("drain", scenario.drain, kAnyDuration);
  file.read("settle", scenario.settle, kAnyDuration);
  file.read("goodput_within", scenario.goodput_within, kPositiveDuration);
  read_series_step(file, duration_is_known, scenario);
}

}  // namespace stampede::scenario
