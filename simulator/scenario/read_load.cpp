// The load, and the writes that come beside it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <nlohmann/json.hpp>

#include "simulator/scenario/read_load_shapes.h"
#include "simulator/scenario/read_trace.h"
#include "simulator/scenario/sections.h"
#include "simulator/scenario/single_choice.h"
#include "simulator/scenario/time_distribution.h"

namespace stampede::scenario {
namespace {

constexpr Counts kRequests = {1, 10'000'000'000};
constexpr Counts kUsers = {1, 1'000'000};

constexpr std::array<std::string_view, 9> kLoads = {"burst",   "poisson", "constant",    "ramp", "steps",
                                                    "diurnal", "bursty",  "closed_loop", "trace"};
constexpr std::array<std::string_view, 8> kOfTraces = {
    "format", "speed", "spread", "tolerate_disorder", "tolerate_bad_lines", "sets", "commit_delay", "invalidate"};

// Keys that belong to another kind of load.
void refuse(const Section& section, std::string_view key, std::string_view why) {
  if (section.has(key)) section.problems().add(section.path_of(key), std::string(why));
}

Load read_burst(const Section& section) {
  Burst burst;
  section.read("burst", burst.requests, kRequests);
  section.read("at", burst.at, kAnyDuration);
  refuse(section, "from", "does not go with a burst; its time is given by \"at\"");
  refuse(section, "for", "does not go with a burst, which has no length");
  return burst;
}

template <typename Arrivals>
Load read_rate(const Section& section, std::string_view kind) {
  Arrivals arrivals;
  section.read(kind, arrivals.rate_per_s, kRates);
  read_span(section, arrivals);
  return arrivals;
}

Load read_closed_loop(const Section& section) {
  ClosedLoop loop;
  const Section users(*section.find("closed_loop"));
  if (users.require("users", "a number of users")) users.read("users", loop.users, kUsers);
  if (const auto time = users.find("think_time")) read_time_distribution(*time, loop.think_time);
  read_span(section, loop);
  return loop;
}

void read_write_with(const Section& section, Writes& writes) {
  constexpr std::array<std::string_view, 3> names = {"invalidate", "delete", "set"};
  constexpr std::array values = {WriteWith::invalidate, WriteWith::remove, WriteWith::set};
  const auto item = section.find("with");
  if (!item) return;
  const auto choice = item->choice(names);
  if (!choice) return;
  writes.with = values.at(*choice);
  if (writes.with != WriteWith::invalidate && writes.invalidate != InvalidateBy::key) {
    item->report(
        fmt::format("is \"{}\", which is done to a key; expected \"invalidate\" to be \"key\"", names.at(*choice)));
  }
}

void read_read_back(const Section& section, Writes& writes) {
  const auto item = section.find("read_back");
  if (!item || item->is_none()) return;
  if (!item->json().is_object()) return item->expected("an object such as {\"after\": \"10ms\"}, or null");
  Duration after{};
  Section(*item).read("after", after, kAnyDuration);
  writes.read_back = after;
}

Writes read_writes_entry(const Item& item) {
  const Section section(item);
  Writes writes;
  if (section.require("rate", "a number of writes per second")) section.read("rate", writes.rate_per_s, kRates);
  read_span(section, writes);
  section.read("commit_delay", writes.commit_delay, kAnyDuration);
  read_invalidate_by(section, writes.invalidate);
  read_write_with(section, writes);
  read_read_back(section, writes);
  return writes;
}

}  // namespace

std::optional<Load> read_load_entry(const Item& item) {
  const Section section(item);
  const auto kind = single_choice(section, kLoads);
  if (!kind) return std::nullopt;
  if (kind != "trace") {
    for (const std::string_view key : kOfTraces) refuse(section, key, "goes with a trace only");
  }
  if (kind == "burst") return read_burst(section);
  refuse(section, "at", "goes with a burst only; expected \"from\" and \"for\"");
  if (kind == "poisson") return read_rate<PoissonLoad>(section, "poisson");
  if (kind == "constant") return read_rate<ConstantLoad>(section, "constant");
  if (kind == "ramp") return read_ramp(section);
  if (kind == "steps") return read_steps(section);
  if (kind == "diurnal") return read_diurnal(section);
  if (kind == "bursty") return read_bursty(section);
  if (kind == "trace") return read_trace(section);
  return read_closed_loop(section);
}

void read_load(const Section& file, Scenario& scenario) {
  const std::string what = fmt::format("an array with at least one of {}", fmt::join(kLoads, ", "));
  if (const auto load = file.require("load", what)) {
    // An entry that cannot be read keeps its place, so that the indices of the others stay right.
    for_each_element(
        *load, [&](const Item& entry) { scenario.load.push_back(read_load_entry(entry).value_or(Load(Burst{}))); });
    if (load->json().is_array() && load->json().empty()) load->expected(what);
  }
  if (const auto writes = file.find("writes")) {
    for_each_element(*writes, [&](const Item& entry) { scenario.writes.push_back(read_writes_entry(entry)); });
  }
}

}  // namespace stampede::scenario
