// The shipped scenario cold-cache-1000, once, for all its strategies; each test looks at another statement about it.
#include "fixture.h"

namespace stampede {

namespace {

constexpr double kHerd = 1000;
constexpr double kComputeTimeMs = 1000;

struct Shared {
  Folder folder;
  Outcome outcome;
  reports::Result result;
};

class ColdCache1000 : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared = std::make_unique<Shared>();
    const Start start{.arguments = {"run", "cold-cache-1000", "--out", "out"}, .environment = {}};
    shared->outcome = Program(start, shared->folder.path()).wait();
    shared->result = reports::read_result(shared->folder / "out/result.json");
  }
  static void TearDownTestSuite() { shared.reset(); }

  static const reports::RunResult& of(const std::string& label) { return run_of(shared->result, label); }

  static inline std::unique_ptr<Shared> shared;
};

TEST_F(ColdCache1000, LetsTheWholeHerdThroughWhereNobodyIsHeldBack) {
  for (const char* label : {"no_cache", "plain_ttl", "local_lru", "async_refresh", "retry_wait", "tag_invalidation"}) {
    EXPECT_EQ(metric(of(label), "recomputations.total"), kHerd) << label;
    EXPECT_EQ(metric(of(label), "recomputations.inline"), kHerd) << label;
    EXPECT_EQ(metric(of(label), "answers.fresh"), kHerd) << label;
  }
}

TEST_F(ColdCache1000, TheBoundComputesOnceAndNobodyWaits) {
  const reports::RunResult& run = of("ideal");
  EXPECT_EQ(&run, &shared->result.runs.back());
  for (const reports::RunResult& other : shared->result.runs) EXPECT_EQ(other.bound, &other == &run) << other.label;
  EXPECT_EQ(metric(run, "answers.fresh"), kHerd);
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_EQ(metric(run, "redis.commands"), 0);
  EXPECT_LT(metric(run, "latency_ms.p99"), kComputeTimeMs / 4);
  EXPECT_THAT(shared->outcome.output, testing::HasSubstr("\n(bound)  no strategy"));
}

TEST_F(ColdCache1000, MutexStaleComputesOnceAndRefusesTheOthersAtOnce) {
  const reports::RunResult& run = of("mutex_stale");
  EXPECT_EQ(metric(run, "recomputations.total"), 1);
  EXPECT_EQ(metric(run, "answers.fresh"), 1);
  EXPECT_EQ(metric(run, "errors.cold_cache"), kHerd - 1);
  EXPECT_LT(metric(run, "latency_ms.p99"), kComputeTimeMs / 4);
  EXPECT_GE(metric(run, "latency_ms.max"), kComputeTimeMs);
}

TEST_F(ColdCache1000, AsyncRefreshWithoutFetchOnMissAnswersEmptyAndComputesInTheBackgroundOnly) {
  const reports::RunResult& run = of("async_refresh:fetch_on_miss=false");
  EXPECT_EQ(metric(run, "answers.empty"), kHerd);
  EXPECT_EQ(metric(run, "recomputations.inline"), 0);
  EXPECT_EQ(metric(run, "recomputations.background"), metric(run, "recomputations.total"));
  EXPECT_GE(metric(run, "recomputations.total"), 1);
  // Four workers, one second each, for as long as the run goes on after its load; twice that to be on the safe side.
  EXPECT_LE(metric(run, "recomputations.peak"), 4);
  EXPECT_LE(metric(run, "recomputations.total"), 48);
  EXPECT_LT(metric(run, "latency_ms.p99"), kComputeTimeMs / 2);
}

TEST_F(ColdCache1000, PublishedMutexStaleComputesOneAfterAnotherUntilTheClientsHaveGone) {
  const reports::RunResult& run = of("mutex_stale:behaviour=published");
  const double answered = metric(run, "answers.fresh");
  EXPECT_EQ(metric(run, "recomputations.peak"), 1);
  EXPECT_EQ(metric(run, "recomputations.redundant"), 0);
  // Ten seconds have room for ten computations, or a few less, as callers poll for the lock.
  EXPECT_GE(answered, 5);
  EXPECT_LE(answered, 10);
  EXPECT_EQ(metric(run, "errors.timeout"), kHerd - answered);
}

TEST_F(ColdCache1000, WhoIsCutOffByTheClientTimeoutHasItsLatency) {
  const reports::RunResult& run = of("mutex_stale:behaviour=published");
  EXPECT_DOUBLE_EQ(metric(run, "latency_ms.max"), 10000);
  EXPECT_DOUBLE_EQ(metric(run, "latency_ms.p50"), 10000);
}

TEST_F(ColdCache1000, PublishedMutexStaleAnswersOnePerComputeTime) {
  // The answered are the only ones below the client timeout.
  std::vector<double> latencies_ms;
  for (const auto& [highest, count] : of("mutex_stale:behaviour=published").histograms.at("latency_ms").buckets) {
    if (highest < 9999) latencies_ms.insert(latencies_ms.end(), count, highest);
  }
  EXPECT_EQ(static_cast<double>(latencies_ms.size()), metric(of("mutex_stale:behaviour=published"), "answers.fresh"));
  double before = 0;
  for (const double latency_ms : latencies_ms) {
    EXPECT_GE(latency_ms - before, kComputeTimeMs * 0.99);  // buckets are 1 % wide at most
    before = latency_ms;
  }
}

TEST_F(ColdCache1000, EveryRequestOfEveryStrategyIsAccountedFor) {
  EXPECT_EQ(shared->result.runs.size(), 10);
  expect_all_accounted_for(shared->result);
  for (const reports::RunResult& run : shared->result.runs) EXPECT_EQ(metric(run, "requests"), kHerd) << run.label;
}

TEST_F(ColdCache1000, ExitCodeIsThreeExactlyIfARunIsNotValid) {
  bool all_valid = true;
  for (const reports::RunResult& run : shared->result.runs) all_valid = all_valid && run.valid;
  EXPECT_EQ(shared->outcome.exit_code, all_valid ? 0 : 3) << shared->outcome.errors;
}

TEST_F(ColdCache1000, TableHasARowPerStrategyAndFitsInto100Columns) {
  std::istringstream lines(shared->outcome.output);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100) << line;
  for (const reports::RunResult& run : shared->result.runs) {
    EXPECT_THAT(shared->outcome.output, testing::HasSubstr("\n" + run.label)) << run.label;
  }
}

TEST_F(ColdCache1000, SaysInWordsWhoLetTheHerdThroughAndWhoFailed) {
  EXPECT_THAT(shared->outcome.output, testing::HasSubstr("let the whole herd"));
  EXPECT_THAT(shared->outcome.output, testing::HasSubstr("999 cold_cache"));
}

TEST_F(ColdCache1000, WritesNothingToStandardErrorAndNoEscapesWhereThereIsNoTerminal) {
  EXPECT_EQ(shared->outcome.errors, "");
  EXPECT_THAT(shared->outcome.output, testing::Not(testing::HasSubstr("\x1b")));
}

}  // namespace

}  // namespace stampede
