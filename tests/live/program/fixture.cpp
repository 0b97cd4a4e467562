// See the header.
#include "fixture.h"

#include <algorithm>

namespace stampede {

Json small_scenario(const std::string& name) {
  return {{"name", name},
          {"load", Json::array({{{"burst", 5}}})},
          {"origin", {{"compute_time", "10ms"}}},
          {"generator", {{"lag_p99_max", "1h"}}},
          {"strategies", {"plain_ttl"}},
          {"ideal", false}};
}

Json long_scenario(const std::string& name, const std::vector<std::string>& strategies) {
  Json scenario = small_scenario(name);
  scenario["load"] = Json::array({{{"constant", 200}, {"for", "3s"}}});
  scenario["redis"] = {{"deadline", "300ms"}};
  scenario["client"] = {{"timeout", "2s"}};
  scenario["strategies"] = strategies;
  return scenario;
}

double metric(const reports::RunResult& run, const std::string& name) {
  const auto found = run.metrics.find(name);
  return found == run.metrics.end() ? 0 : found->second;
}

const reports::RunResult& run_of(const reports::Result& result, const std::string& label) {
  const auto found = std::find_if(result.runs.begin(), result.runs.end(),
                                  [&](const reports::RunResult& run) { return run.label == label; });
  if (found == result.runs.end()) throw std::runtime_error("no run of " + label);
  return *found;
}

bool has_warning(const reports::RunResult& run, const std::string& id) {
  return std::any_of(run.warnings.begin(), run.warnings.end(), [&](const auto& warning) { return warning.id == id; });
}

void expect_all_accounted_for(const reports::Result& result) {
  for (const reports::RunResult& run : result.runs) {
    double ended = metric(run, "answers.fresh") + metric(run, "answers.stale") + metric(run, "answers.empty");
    for (const auto& [name, value] : run.metrics) {
      if (name.starts_with("errors.")) ended += value;
    }
    EXPECT_GT(metric(run, "requests"), 0) << run.label;
    EXPECT_EQ(metric(run, "requests"), ended) << run.label;
  }
}

std::string ProgramTest::add(const Json& scenario) const {
  const std::string name = scenario["name"].get<std::string>() + ".json";
  write_text(folder_ / name, scenario.dump());
  return name;
}

std::unique_ptr<Program> ProgramTest::start(const std::vector<std::string>& arguments, Terminal terminal) const {
  return std::make_unique<Program>(Start{.arguments = arguments, .environment = {}, .terminal = terminal},
                                   folder_.path());
}

Outcome ProgramTest::run(const std::vector<std::string>& arguments) const {
  return run_program(Start{.arguments = arguments, .environment = {}});
}

Outcome ProgramTest::run_program(const Start& start) const { return Program(start, folder_.path()).wait(); }

std::size_t ProgramTest::finished_runs() const {
  return std::filesystem::exists(result_file()) ? result().runs.size() : 0;
}

bool ProgramTest::nothing_written() const {
  return !std::filesystem::exists(folder_ / "out") && !std::filesystem::exists(folder_ / "results");
}

}  // namespace stampede
