// The program in virtual time: no server, the same result each time, and both worlds beside each other.
#include <csignal>
#include <fstream>

#include "fixture.h"

namespace stampede {

namespace {

using testing::HasSubstr;

// The runs alone: the context tells when and by which command line.
Json runs_in(const std::filesystem::path& file) { return Json::parse(std::ifstream(file)).at("runs"); }

class VirtualTime : public ProgramTest {
 protected:
  std::filesystem::path file_of(const std::string& out) const { return folder_ / out / "result.json"; }
};

TEST_F(VirtualTime, TwoProcessesGiveTheSameResultToTheLastDigit) {
  Json scenario = long_scenario("noisy", {"plain_ttl", "mutex_stale", "retry_wait", "async_refresh"});
  scenario["load"] = Json::array({{{"poisson", 200}, {"for", "3s"}}});
  const std::string name = add(scenario);
  for (const std::string out : {"one", "two"}) {
    ASSERT_EQ(run({"run", name, "--world", "virtual", "--out", out}).exit_code, 0);
  }
  ASSERT_EQ(run({"run", name, "--world", "virtual", "--seed", "43", "--out", "other"}).exit_code, 0);
  const Json one = runs_in(file_of("one"));
  EXPECT_EQ(one, runs_in(file_of("two")));
  const Json other = runs_in(file_of("other"));
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i]["world"], "virtual");
    EXPECT_TRUE(one[i]["valid"]);
    EXPECT_NE(one[i]["fingerprint"], other[i]["fingerprint"]) << one[i]["strategy"];
  }
}

TEST_F(VirtualTime, NeedsNoServer) {
  const std::string name = add(small_scenario("small"));
  const Outcome outcome = run_program(
      {.arguments = {"run", name, "--world", "virtual", "--out", "out"}, .environment = {{"PATH", "/nowhere"}}});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_TRUE(no_temporary_files());
  expect_all_accounted_for(result());
}

TEST_F(VirtualTime, AServerIsRefusedWhereNoneIsUsed) {
  const std::string name = add(small_scenario("small"));
  const Outcome outcome = run({"run", name, "--world", "virtual", "--redis", "redis://localhost:6379"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("--redis: virtual time uses no server"));
  EXPECT_TRUE(nothing_written());
}

TEST_F(VirtualTime, BothWorldsRunAndArePrintedSideBySide) {
  Json scenario = small_scenario("small");
  scenario["strategies"] = {"plain_ttl", "mutex_stale"};
  const Outcome outcome = run({"run", add(scenario), "--world", "both", "--out", "out"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, HasSubstr("live  virtual"));
  const reports::Result both = result();
  ASSERT_EQ(both.runs.size(), 4U);
  for (std::size_t i = 0; i < both.runs.size(); i += 2) {
    const reports::RunResult& live = both.runs[i];
    const reports::RunResult& simulated = both.runs[i + 1];
    EXPECT_EQ(live.world, "live");
    EXPECT_EQ(simulated.world, "virtual");
    EXPECT_EQ(live.label, simulated.label);
    EXPECT_TRUE(live.fingerprint.empty());
    EXPECT_EQ(simulated.fingerprint.size(), 16U);
    for (const char* name : {"requests", "recomputations.total", "answers.fresh", "errors.cold_cache"}) {
      EXPECT_EQ(metric(live, name), metric(simulated, name)) << live.label << " " << name;
    }
  }
}

TEST_F(VirtualTime, CtrlCKeepsWhatWasFinished) {
  Json scenario = long_scenario("long", {"plain_ttl", "no_cache"});
  scenario["load"] = Json::array({{{"poisson", 2000}, {"for", "2h"}}});
  scenario["keys"] = {{"count", 1}, {"value_size", "64KiB"}};
  const auto program = start({"run", add(scenario), "--world", "virtual", "--out", "out"});
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  program->signal(SIGINT);
  const Outcome outcome = program->wait();
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.errors, HasSubstr("interrupted"));
  EXPECT_TRUE(result().interrupted);
}

}  // namespace

}  // namespace stampede
