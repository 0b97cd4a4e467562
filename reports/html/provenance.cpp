// Faults as they happened, and where the figures come from.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "reports/html/accounts.h"
#include "reports/html/plain_table.h"
#include "simulator/measure/human_units.h"

namespace stampede::reports::html {
namespace {

std::string seconds_text(double seconds) {
  constexpr double kMillisecondsPerSecond = 1000;
  return measure::human_milliseconds(seconds * kMillisecondsPerSecond);
}

using Measured = std::optional<Extent>;

void widen(Measured& extent, double value) {
  extent = extent ? Extent{std::min(extent->min, value), std::max(extent->max, value)} : Extent{value, value};
}

std::string extent_text(const Measured& extent, std::string (*text)(double)) {
  if (!extent) {
    return "–";
  }
  const std::string min = text(extent->min);
  const std::string max = text(extent->max);
  return min == max ? max : fmt::format("{} to {}", min, max);
}

// One fault of the scenario over all runs.
struct FaultStory {
  std::string fault;
  Measured began_s;
  Measured ended_s;
  std::map<std::string, Measured> seen;
  std::map<std::string, std::vector<std::string>> failures;  // the reason, and whose runs
};

std::vector<FaultStory> stories_of(const std::vector<RunResult>& runs) {
  std::vector<FaultStory> stories;
  for (const RunResult& run : runs) {
    for (std::size_t i = 0; i < run.faults.size(); ++i) {
      const FaultOutcome& outcome = run.faults[i];
      if (i == stories.size()) {
        stories.push_back({outcome.fault, {}, {}, {}, {}});
      }
      FaultStory& story = stories[i];
      if (outcome.began_s) {
        widen(story.began_s, *outcome.began_s);
      }
      if (outcome.ended_s) {
        widen(story.ended_s, *outcome.ended_s);
      }
      for (const auto& [what, count] : outcome.seen) {
        widen(story.seen[what], count);
      }
      if (!outcome.failure.empty()) {
        story.failures[outcome.failure].push_back(display_label(run));
      }
    }
  }
  return stories;
}

Html deed_of(const FaultStory& story) {
  Html html;
  for (const auto& [what, count] : story.seen) {
    html += element("span", {{"class", "seen"}},
                    name(what) + text(fmt::format(": {} ", extent_text(count, measure::human_count))));
  }
  for (const auto& [reason, whose] : story.failures) {
    html += element("span", {{"class", "badge invalid"}}, text("failed")) +
            text(fmt::format(" {} ({} runs: ", reason, whose.size())) + name(whose.front()) +
            text(whose.size() > 1 ? " and others)" : ")");
  }
  return html.empty() ? text("as planned") : html;
}

Html definition(std::string_view term, const Html& meaning) {
  return element("div", element("dt", text(term)) + element("dd", meaning));
}

Html definition(std::string_view term, std::string_view plain) {
  return plain.empty() ? Html() : definition(term, name(plain));
}

std::string seeds_text(const std::vector<RunResult>& runs) {
  std::set<std::uint64_t> seeds;
  for (const RunResult& run : runs) {
    seeds.insert(run.seed);
  }
  constexpr std::size_t kShown = 5;
  std::vector<std::uint64_t> shown(
      seeds.begin(), std::next(seeds.begin(), static_cast<std::ptrdiff_t>(std::min(kShown, seeds.size()))));
  const std::string more = seeds.size() > kShown ? fmt::format(" and {} more", seeds.size() - kShown) : "";
  return fmt::format("{}{}", fmt::join(shown, ", "), more);
}

std::string worlds_text(const std::vector<RunResult>& runs) {
  std::set<std::string> worlds;
  for (const RunResult& run : runs) {
    worlds.insert(run.world);
  }
  return fmt::format("{}", fmt::join(worlds, " and "));
}

Html plugins(const Context& context) {
  Html items;
  for (const Plugin& plugin : context.plugins) {
    items += element("li", name(plugin.file) + text(" ") + element("code", text(plugin.hash)) + text(": ") +
                               name(fmt::format("{}", fmt::join(plugin.strategies, ", "))));
  }
  return items.empty() ? Html() : definition("Plug-ins", element("ul", items));
}

}  // namespace

Html faults(const std::vector<RunResult>& runs) {
  std::vector<std::vector<Html>> rows;
  for (const FaultStory& story : stories_of(runs)) {
    rows.push_back({element("code", name(story.fault)), deed_of(story), text(extent_text(story.began_s, seconds_text)),
                    text(extent_text(story.ended_s, seconds_text))});
  }
  return plain_table("Faults", {"Fault", "What it did", "From", "To"}, 2, rows);
}

Html provenance(const Result& result, const std::string& file) {
  const Context& context = result.context;
  Html list = definition("Result file", file) + definition("World", worlds_text(result.runs)) +
              definition("Runs", fmt::format("{}", result.runs.size())) + definition("Seeds", seeds_text(result.runs)) +
              definition("Started", context.started_at) +
              definition("Program", fmt::format("stampede {} ({})", context.version, context.git)) +
              definition("Build", fmt::format("{}, {}", context.build, context.compiler)) +
              definition("Machine", fmt::format("{}, {} CPUs", context.host, context.cpus)) +
              definition("Redis", context.redis_version) + plugins(context);
  Html html = element("dl", {{"class", "context"}}, list);
  if (!context.command_line.empty()) {
    html += element("p", {{"class", "repeat"}}, text("To repeat it:")) +
            element("pre", {{"class", "command"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", "Command line"}},
                    element("code", text(context.command_line)));
  }
  return html;
}

}  // namespace stampede::reports::html
