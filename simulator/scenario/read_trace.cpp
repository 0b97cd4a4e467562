#include "simulator/scenario/read_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/read_load_shapes.h"

namespace stampede::scenario {
namespace {

namespace fs = std::filesystem;

constexpr Numbers kSpeeds = {0.001, 1'000'000};
constexpr Counts kBadLines = {0, 1'000'000'000'000};

void read_format(const Section& section, TraceLoad& load) {
  constexpr std::array<std::string_view, 2> names = {"plain", "twitter"};
  constexpr std::array values = {TraceFormat::plain, TraceFormat::twitter};
  const auto item = section.require("format", "\"plain\" or \"twitter\"");
  if (!item) return;
  if (const auto choice = item->choice(names)) load.format = values.at(*choice);
  // Its times are in whole seconds.
  if (load.format == TraceFormat::twitter) load.spread = std::chrono::seconds(1);
}

std::optional<std::string> problem_with_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return fmt::format("{} is a folder; expected a trace file", path.string());
  // Every run reads it again from its begin.
  if (fs::exists(status) && !fs::is_regular_file(status)) return path.string() + " is no regular file";
  const std::ifstream file(path, std::ios::binary);
  if (!file) return fmt::format("{} cannot be opened: {}", path.string(), std::strerror(errno));
  return std::nullopt;
}

bool is_trace(const Load& load) { return std::holds_alternative<TraceLoad>(load); }

// The keys of a trace are not known before it is read.
void check_prefill(const Scenario& scenario, Problems& problems) {
  if (scenario.prefill == Prefill::none || problems.touch("load") || problems.touch("prefill")) return;
  if (!std::all_of(scenario.load.begin(), scenario.load.end(), is_trace)) return;
  problems.add("prefill",
               "fills the keys that \"keys\" counts, but only a trace is replayed, which has keys of its own; "
               "expected \"none\", and perhaps a warm_up");
}

}  // namespace

void read_invalidate_by(const Section& section, InvalidateBy& target) {
  constexpr std::array<std::string_view, 5> names = {"none", "key", "tag", "name", "pattern"};
  constexpr std::array values = {InvalidateBy::nothing, InvalidateBy::key, InvalidateBy::tag, InvalidateBy::name,
                                 InvalidateBy::pattern};
  const auto item = section.find("invalidate");
  if (!item) return;
  if (const auto choice = item->choice(names)) target = values.at(*choice);
}

Load read_trace(const Section& section) {
  constexpr std::array<std::string_view, 2> sets = {"write", "ignore"};
  TraceLoad load;
  section.read("trace", load.path);
  if (load.path.empty() && !section.problems().touch(section.path_of("trace"))) {
    section.find("trace")->expected("the path of a file");
  }
  read_format(section, load);
  section.read("speed", load.speed, kSpeeds);
  section.read("spread", load.spread, kAnyDuration);
  section.read("tolerate_disorder", load.disorder, kAnyDuration);
  section.read("tolerate_bad_lines", load.bad_lines_max, kBadLines);
  if (const auto item = section.find("sets")) {
    if (const auto choice = item->choice(sets)) load.sets_write = *choice == 0;
  }
  section.read("commit_delay", load.commit_delay, kAnyDuration);
  read_invalidate_by(section, load.invalidate);
  read_span(section, load);
  return load;
}

void find_traces(const fs::path& folder, Scenario& scenario, Problems& problems) {
  for (std::size_t index = 0; index < scenario.load.size(); ++index) {
    auto* const trace = std::get_if<TraceLoad>(&scenario.load[index]);
    const std::string place = path_of_key(path_of_index("load", index), "trace");
    if (trace == nullptr || problems.touch(place)) continue;
    const fs::path path = fs::absolute(folder / trace->path).lexically_normal();
    trace->path = path.string();
    if (auto problem = problem_with_file(path)) problems.add(place, *std::move(problem));
  }
  check_prefill(scenario, problems);
}

}  // namespace stampede::scenario
