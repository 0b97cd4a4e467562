// Runs a scenario with a scripted strategy in the fake world.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "simulator/experiment/run.h"
#include "tests/unit/experiment/fake_world.h"
#include "tests/unit/experiment/scripted_strategy.h"

namespace stampede::experiment {

using namespace std::chrono_literals;

class RunTest : public testing::Test {
 protected:
  RunTest() {
    scenario_.name = "test";
    scenario_.keys.count = 100;
    scenario_.duration = 10s;
    scenario_.origin.compute_time = scenario::ConstantTime{10ms};
  }

  // The measurements of one run.
  reports::RunResult run(std::uint32_t repetition = 0) {
    script_.asked.clear();
    const StrategyInfo info = Script::info();
    return run_once(world_, scenario_, info, {.name = info.name, .parameters = {}, .given = {}}, repetition);
  }

  static bool warns(const reports::RunResult& run, const std::string& id) {
    for (const reports::Warning& warning : run.warnings) {
      if (warning.id == id) return true;
    }
    return false;
  }

  FakeWorld world_;
  Script script_;
  scenario::Scenario scenario_;
};

// Histograms are exact to a few per mille.
inline void expect_about(double actual, double expected) { EXPECT_NEAR(actual, expected, 0.01 * expected); }

}  // namespace stampede::experiment
