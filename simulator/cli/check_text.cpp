#include "simulator/cli/check_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/result/display_text.h"
#include "simulator/cli/output.h"
#include "simulator/measure/human_units.h"

namespace stampede::cli {

namespace {

using check::Tally;

std::string count_text(std::uint64_t count) { return measure::human_count(static_cast<double>(count)); }

std::string verdict_text(const Tally& tally) {
  std::string text;
  if (tally.tested() == 0) {
    text = "NEVER PUT TO THE TEST";
  } else if (tally.broken == 0) {
    text = fmt::format("held in {}", count_text(tally.held));
  } else {
    text = fmt::format("BROKEN in {} of {}, first by seed {}", count_text(tally.broken), count_text(tally.tested()),
                       *tally.first_broken);
  }
  if (tally.excluded > 0) text += fmt::format("; {} excluded by its condition", count_text(tally.excluded));
  return text;
}

struct Line {
  std::string strategy;
  std::string guarantee;
  std::string text;
};

// What holds for all in one line, unless it did not.
bool is_of_all(const std::string& guarantee) {
  return guarantee == "accounting" || guarantee == "own_values" || guarantee == "comes_to_rest" ||
         guarantee == "same_twice";
}

std::vector<Line> lines_of(const check::HuntPlan& plan, const check::HuntResult& result) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < plan.quarries.size(); ++i) {
    std::string name = plan.quarries[i].name;
    std::uint64_t of_all = 0;
    const auto add = [&](const std::string& guarantee, const std::string& text) {
      lines.push_back({name, guarantee, text});
      name.clear();
    };
    for (const auto& [guarantee, tally] : result.tallies[i]) {
      if (!is_of_all(guarantee) || tally.broken > 0) add(guarantee, verdict_text(tally));
      if (guarantee == "accounting") of_all = tally.held;
    }
    if (of_all > 0) add("what holds for all", fmt::format("held in {}", count_text(of_all)));
  }
  return lines;
}

std::string findings(const check::HuntPlan& plan, const check::HuntResult& result) {
  std::string text;
  for (std::size_t i = 0; i < plan.quarries.size(); ++i) {
    for (const auto& [guarantee, tally] : result.tallies[i]) {
      if (tally.broken == 0) continue;
      const std::string finding = fmt::format("{} broke {}: {}.", plan.quarries[i].name, guarantee, tally.what);
      text += "\n";
      for (const std::string& line : reports::wrap(reports::printable(finding), output_width())) text += line + "\n";
      text += fmt::format("  stampede check {}--strategy {} --seed {}\n", plan.quarries[i].arguments,
                          plan.quarries[i].strategy_argument, *tally.first_broken);
    }
  }
  return text;
}

}  // namespace

std::string hunt_progress_text(const check::HuntProgress& progress, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(progress.runs) / seconds : 0;
  std::string text = fmt::format("{} runs, {} per s", count_text(progress.runs), measure::human_count(rate));
  if (progress.broken > 0) {
    text += fmt::format("; {} promise{} broken", progress.broken, progress.broken == 1 ? "" : "s");
  }
  return text;
}

std::string hunt_text(const check::HuntPlan& plan, const check::HuntResult& result) {
  const std::vector<Line> lines = lines_of(plan, result);
  std::size_t strategy_width = 0;
  std::size_t guarantee_width = 0;
  for (const Line& line : lines) {
    strategy_width = std::max(strategy_width, line.strategy.size());
    guarantee_width = std::max(guarantee_width, line.guarantee.size());
  }
  std::string text;
  for (const Line& line : lines) {
    text +=
        fmt::format("{:<{}}  {:<{}}  {}\n", line.strategy, strategy_width, line.guarantee, guarantee_width, line.text);
  }
  return text + findings(plan, result);
}

bool anything_broken(const check::HuntResult& result) {
  return std::any_of(result.tallies.begin(), result.tallies.end(), [](const auto& tallies) {
    return std::any_of(tallies.begin(), tallies.end(), [](const auto& entry) { return entry.second.broken > 0; });
  });
}

}  // namespace stampede::cli
