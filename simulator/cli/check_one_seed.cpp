#include "simulator/cli/check_one_seed.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/result/display_text.h"
#include "reports/result/whole_file.h"
#include "simulator/check/shrink.h"
#include "simulator/check/timeline.h"
#include "simulator/cli/output.h"
#include "simulator/cli/progress_line.h"
#include "simulator/cli/signals.h"
#include "simulator/experiment/world.h"
#include "simulator/scenario/load.h"
#include "simulator/scenario/write.h"

namespace stampede::cli {

namespace {

namespace fs = std::filesystem;

void print_wrapped(const std::string& text) {
  for (const std::string& line : reports::wrap(reports::printable(text), output_width())) print(line + "\n");
}

// As it would be written by hand: without what a check makes of every scenario.
scenario::Scenario to_be_written(const check::Case& small, const check::Judgement& broken, const std::string& name) {
  scenario::Scenario written = small.scenario;
  const scenario::Scenario standard;
  written.name = name;
  written.summary = fmt::format("{} breaks {}", small.choice.name, broken.guarantee);
  written.description = broken.what;
  written.drain = standard.drain;
  written.settle = standard.settle;
  written.series_step = std::min(standard.series_step, written.duration);
  written.strategies = {small.choice};
  return written;
}

std::string file_name(const std::string& strategy, const std::string& guarantee, std::uint64_t seed) {
  std::string name = fmt::format("{}-{}-{}", strategy, guarantee, seed);
  std::replace_if(
      name.begin(), name.end(), [](char letter) { return letter == '/' || letter == '_'; }, '-');
  return name;
}

class OneSeed {
 public:
  OneSeed(std::uint64_t seed, const fs::path& folder, const Registry& registry, const runtime::Interrupt& interrupt)
      : seed_(seed), folder_(folder), registry_(registry), interrupt_(interrupt) {}

  // Whether all promises held.
  bool check(const check::Quarry& quarry) const {
    const check::Case tried = quarry.make(seed_);
    check::Outcome outcome = check::try_case(tried, quarry.strategy, interrupt_);
    const bool same = check::try_case(tried, quarry.strategy, interrupt_).fingerprint == outcome.fingerprint;
    outcome.judgements.push_back(
        {.guarantee = "same_twice", .verdict = same ? check::Verdict::held : check::Verdict::broken});
    bool all_held = true;
    for (const check::Judgement& judgement : outcome.judgements) {
      print_wrapped(fmt::format("{}  {}: {}", quarry.name, judgement.guarantee, verdict_text(judgement)));
      if (judgement.verdict != check::Verdict::broken) continue;
      all_held = false;
      if (judgement.guarantee != "same_twice") show_shrunk(quarry, tried, judgement.guarantee);
    }
    return all_held;
  }

 private:
  static std::string verdict_text(const check::Judgement& judgement) {
    switch (judgement.verdict) {
      case check::Verdict::held:
        return "held";
      case check::Verdict::excluded:
        return "not promised for such a run";
      case check::Verdict::not_tested:
        return "not put to the test";
      case check::Verdict::broken:
        return "BROKEN: " + judgement.what;
    }
    return {};
  }

  bool can_be_said(const scenario::Scenario& scenario) const {
    scenario::Scenario written = scenario;
    written.series_step = std::min(written.series_step, written.duration);
    const scenario::LoadOptions options{
        .registry = registry_, .metric_names = {}, .set = {}, .strategies = {}, .add_bound = false};
    return scenario::load_scenario_text(scenario::to_json_text(written), "shrunk", options).scenario.has_value();
  }

  void show_shrunk(const check::Quarry& quarry, const check::Case& failing, const std::string& guarantee) const {
    ProgressLine progress(true);
    progress.show(fmt::format("shrinking what breaks {} ...", guarantee));
    const check::Shrunk shrunk =
        check::shrink(failing, quarry.strategy, guarantee, interrupt_,
                      {.can_be_said = [this](const scenario::Scenario& scenario) { return can_be_said(scenario); }});
    progress.clear();
    const check::Judgement* const broken = check::broken(shrunk.outcome.judgements, guarantee);
    if (broken == nullptr) return print("  it does not break a second time, and cannot be shrunk\n");

    const scenario::Scenario& small = shrunk.small.scenario;
    const auto requests = check::requests_in(small);
    print("\n");
    print_wrapped(fmt::format("Shrunk in {} tries to {}, {} fault(s), {} write load(s), {} node(s), {} key(s): {}.",
                              shrunk.tries, requests ? fmt::format("{} request(s)", *requests) : "its loads",
                              small.faults.size(), small.writes.size(), small.topology.nodes, small.keys.count,
                              broken->what));
    print("\n");
    for (const std::string& line : check::timeline(shrunk.small, quarry.strategy, *broken, interrupt_)) {
      print(reports::printable(line) + "\n");
    }
    write(quarry, shrunk.small, *broken);
  }

  void write(const check::Quarry& quarry, const check::Case& small, const check::Judgement& broken) const {
    const std::string name = file_name(quarry.strategy.name, broken.guarantee, seed_);
    const fs::path file = folder_ / (name + ".json");
    fs::create_directories(folder_);
    reports::write_whole(file, scenario::to_json_text(to_be_written(small, broken, name)));
    print(fmt::format("\nScenario: {}\n  stampede check {} --seed {}\n  stampede run {} --world virtual\n\n",
                      file.string(), file.string(), small.scenario.seed, file.string()));
  }

  const std::uint64_t seed_;
  const fs::path& folder_;
  const Registry& registry_;
  const runtime::Interrupt& interrupt_;
};

}  // namespace

ExitCode check_one_seed(const std::vector<check::Quarry>& quarries, std::uint64_t seed, const fs::path& folder,
                        const Registry& registry) {
  runtime::Interrupt interrupt;
  const SignalHandlers handlers(interrupt);
  const OneSeed one(seed, folder, registry, interrupt);
  bool all_held = true;
  try {
    for (const check::Quarry& quarry : quarries) all_held = one.check(quarry) && all_held;
  } catch (const experiment::Interrupted&) {
    print_error("interrupted");
    return ExitCode::not_valid;
  }
  return all_held ? ExitCode::done : ExitCode::objectives_missed;
}

}  // namespace stampede::cli
