// Requests that read several keys, one after the other.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/experiment/run_fixture.h"

namespace stampede::experiment {
namespace {

class PagesTest : public RunTest {
 protected:
  PagesTest() {
    scenario_.keys.count = 12;
    scenario_.keys.page = scenario::Page{.keys = 4, .order = scenario::PageOrder::fixed};
    scenario_.load = {scenario::Burst{.requests = 1, .at = 0s}};
    scenario_.topology.workers = 100;
  }

  std::vector<std::string> asked_keys() const {
    std::vector<std::string> keys;
    for (const Asked& asked : script_.asked) keys.push_back(asked.key);
    return keys;
  }

  // Of the page that holds `key`.
  static std::vector<std::string> page_of(const std::string& key) {
    const std::uint64_t first = std::stoull(key.substr(key.find('>') + 1)) / 4 * 4;
    std::vector<std::string> keys;
    for (std::uint64_t i = first; i < first + 4; ++i) keys.push_back("item>" + std::to_string(i));
    return keys;
  }
};

TEST_F(PagesTest, OneWorkerReadsAllKeysOfThePageInTurn) {
  const auto result = run();
  ASSERT_EQ(script_.asked.size(), 4U);
  EXPECT_EQ(asked_keys(), page_of(script_.asked[0].key));
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(script_.asked[i].at - script_.asked[0].at, static_cast<Duration::rep>(i) * 10ms);
    EXPECT_EQ(script_.asked[i].worker, script_.asked[0].worker);
  }
  EXPECT_EQ(result.metrics.at("requests"), 1);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 1);
  EXPECT_EQ(result.metrics.at("pages.reads"), 4);
  EXPECT_EQ(result.metrics.at("recomputations.total"), 4);
  EXPECT_EQ(result.metrics.at("recomputations.unused"), 0);
  expect_about(result.metrics.at("latency_ms.max"), 40);
}

TEST_F(PagesTest, EveryRequestShufflesForItselfAndTheSameForAllStrategies) {
  scenario_.keys.page->order = scenario::PageOrder::shuffled;
  scenario_.keys.count = 4;
  scenario_.load = {scenario::ConstantLoad{.rate_per_s = 10, .from = 0s, .length = 10s}};
  run();
  const std::vector<std::string> keys = asked_keys();
  ASSERT_EQ(keys.size(), 400U);
  std::set<std::vector<std::string>> orders;
  for (std::size_t i = 0; i < keys.size(); i += 4) {
    std::vector<std::string> page(keys.begin() + static_cast<std::ptrdiff_t>(i),
                                  keys.begin() + static_cast<std::ptrdiff_t>(i + 4));
    orders.insert(page);
    std::sort(page.begin(), page.end());
    EXPECT_EQ(page, page_of("item>0"));
  }
  EXPECT_GT(orders.size(), 20U);  // of 24, in a hundred draws
  script_.get = [](Environment&, const Key&) { return Answer::empty(); };
  run();
  EXPECT_EQ(asked_keys(), keys);
}

TEST_F(PagesTest, CountByTheWorstThatTheyRead) {
  scenario_.freshness = {.fresh_for = 20ms, .keep_for = 1h, .tolerance = 1ms};
  std::optional<Answer> old;
  std::size_t reads = 0;
  script_.get = [&](Environment& environment, const Key& key) {
    if (++reads == 1) old = environment.origin.compute(key).answer();
    if (reads == 1) environment.clock.sleep_for(50ms);
    return reads == 1 ? *old : environment.origin.compute(key).answer();
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("answers.stale"), 1);
  EXPECT_EQ(result.metrics.at("answers.fresh"), 0);
  expect_about(result.metrics.at("stale_by_s.max"), 0.030);
}

TEST_F(PagesTest, AMissingValueIsWorseThanAStaleOne) {
  script_.get = [&](Environment& environment, const Key& key) {
    return script_.asked.size() == 2 ? Answer::empty() : environment.origin.compute(key).answer();
  };
  const auto result = run();
  EXPECT_EQ(result.metrics.at("answers.empty"), 1);
  EXPECT_EQ(result.metrics.at("pages.reads"), 4);
}

TEST_F(PagesTest, AnErrorEndsThem) {
  script_.get = [&](Environment& environment, const Key& key) {
    if (script_.asked.size() == 2) return Answer::error(ErrorKind::cold_cache, "nothing");
    return environment.origin.compute(key).answer();
  };
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 2U);
  EXPECT_EQ(result.metrics.at("errors.cold_cache"), 1);
  EXPECT_EQ(result.metrics.at("pages.reads"), 2);
}

TEST_F(PagesTest, WhoGivesUpMeanwhileIsCountedOnce) {
  scenario_.client.timeout = 25ms;
  const auto result = run();
  EXPECT_EQ(script_.asked.size(), 4U);  // the worker goes on
  EXPECT_EQ(result.metrics.at("requests"), 1);
  EXPECT_EQ(result.metrics.at("errors.timeout"), 1);
  EXPECT_EQ(result.metrics.at("pages.reads"), 0);
  EXPECT_EQ(result.metrics.at("recomputations.unused"), 4);
}

TEST_F(PagesTest, AreReadByUsersInALoop) {
  scenario_.load = {
      scenario::ClosedLoop{.users = 2, .think_time = scenario::ConstantTime{60ms}, .from = 0s, .length = 1s}};
  const auto result = run();
  EXPECT_EQ(result.metrics.at("requests"), 20);
  EXPECT_EQ(result.metrics.at("pages.reads"), 80);
}

TEST_F(PagesTest, OthersSayNothingOfPages) {
  scenario_.keys.page.reset();
  EXPECT_FALSE(run().metrics.contains("pages.reads"));
}

}  // namespace
}  // namespace stampede::experiment
