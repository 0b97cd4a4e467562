// What is written is a scenario that the program reads, with what was said, and a comment for every entry.
#include "simulator/draft/scenario_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "simulator/scenario/load.h"
#include "tests/fakes/temporary_file.h"
#include "tests/unit/scenario/real_options.h"

namespace stampede::draft {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Answers answers_of(std::map<std::string, std::string, std::less<>> flags) {
  Answers answers = find_answers({std::move(flags), {}}, nullptr);
  EXPECT_THAT(answers.problems, testing::IsEmpty());
  return answers;
}

scenario::Scenario read(const std::string& text, std::vector<std::string> set = {}) {
  scenario::LoadOptions options = scenario::real_options();
  options.set = std::move(set);
  const scenario::LoadResult result = scenario::load_scenario_text(text, "/tmp/draft.json", options);
  EXPECT_TRUE(result.scenario) << scenario::problems_text(result) << text;
  return result.scenario.value_or(scenario::Scenario());
}

TEST(ScenarioText, SaysWhatWasSaid) {
  const scenario::Scenario scenario = read(scenario_text(answers_of({{"name", "shop"},
                                                                     {"rate", "400"},
                                                                     {"keys", "2000"},
                                                                     {"popularity", "hot:0.3"},
                                                                     {"value-size", "lognormal:2KiB,60KiB"},
                                                                     {"compute-time", "lognormal:80ms,400ms"},
                                                                     {"origin-capacity", "40"},
                                                                     {"ttl", "10min"},
                                                                     {"keep-for", "1h"},
                                                                     {"write-rate", "2.5"},
                                                                     {"invalidate", "none"},
                                                                     {"nodes", "3"},
                                                                     {"workers", "16"},
                                                                     {"timeout", "none"},
                                                                     {"duration", "90s"}}),
                                                         std::nullopt));
  EXPECT_EQ(scenario.name, "shop");
  ASSERT_EQ(scenario.load.size(), 1U);
  EXPECT_EQ(scenario.load[0], scenario::Load(scenario::PoissonLoad{.rate_per_s = 400, .from = 0s, .length = 90s}));
  EXPECT_EQ(scenario.keys.count, 2000U);
  EXPECT_EQ(scenario.keys.popularity, scenario::Popularity(scenario::HotKeyPopularity{0.3}));
  EXPECT_EQ(scenario.keys.value_size_per_key, scenario::SizeDistribution(scenario::LognormalSize{2048, 61440}));
  EXPECT_EQ(scenario.origin.compute_time, scenario::TimeDistribution(scenario::LognormalTime{80ms, 400ms}));
  EXPECT_EQ(scenario.origin.capacity, 40U);
  EXPECT_EQ(scenario.freshness.fresh_for, 10min);
  EXPECT_EQ(scenario.freshness.keep_for, 1h);
  ASSERT_EQ(scenario.writes.size(), 1U);
  EXPECT_EQ(scenario.writes[0].rate_per_s, 2.5);
  EXPECT_EQ(scenario.writes[0].invalidate, scenario::InvalidateBy::nothing);
  EXPECT_EQ(scenario.topology.nodes, 3U);
  EXPECT_EQ(scenario.topology.workers, 16U);
  EXPECT_FALSE(scenario.client.timeout);
  EXPECT_EQ(scenario.duration, 90s);
  EXPECT_EQ(scenario.prefill, scenario::Prefill::fresh);
}

TEST(ScenarioText, IsReadWhateverWasSaid) {
  const std::map<std::string, std::vector<std::string>> values = {
      {"rate", {"0.001", "123456.5"}},
      {"keys", {"1", "10000000"}},
      {"popularity", {"uniform", "zipf:0.01", "zipf:10", "hot:1"}},
      {"value-size", {"512MiB", "uniform:1KiB,2KiB"}},
      {"compute-time", {"1ns", "uniform:1ms,2ms", "exponential:5s"}},
      {"origin-capacity", {"none", "1"}},
      {"ttl", {"2ms", "365d"}},
      {"write-rate", {"0", "0.001"}},
      {"nodes", {"10000"}},
      {"duration", {"1ms", "1h"}}};
  for (const auto& [flag, texts] : values) {
    for (const std::string& text : texts) {
      for (const char* invalidate : {"key", "tag", "none"}) {
        SCOPED_TRACE(flag + " " + text);
        std::map<std::string, std::string, std::less<>> flags = {{"write-rate", "1"}, {"invalidate", invalidate}};
        flags[flag] = text;
        read(scenario_text(answers_of(flags), std::nullopt));
      }
    }
  }
}

TEST(ScenarioText, HasACommentBeforeEveryEntry) {
  std::istringstream text(scenario_text(answers_of({{"write-rate", "1"}, {"invalidate", "tag"}}), std::nullopt));
  const std::vector<std::string> explained_above = {"\"summary\"",   "\"topology\"", "\"client\"", "\"keys\"",
                                                    "\"freshness\"", "\"origin\"",   "\"warm_up\""};
  std::string before;
  for (std::string line; std::getline(text, line); before = line) {
    const std::size_t quote = line.find_first_not_of(' ');
    if (quote == std::string::npos || line[quote] != '"') continue;
    const std::string name = line.substr(quote, line.find('"', quote + 1) + 1 - quote);
    if (std::find(explained_above.begin(), explained_above.end(), name) != explained_above.end()) continue;
    EXPECT_THAT(before, HasSubstr("// ")) << line;
  }
}

TEST(ScenarioText, SaysWhereEachValueComesFrom) {
  Given given;
  given.flags = {{"keys", "7"}};
  given.from_trace = {{"rate", {"12.5", "1250 requests in 100 s"}}};
  const std::string text = scenario_text(find_answers(given, nullptr), std::nullopt);
  EXPECT_THAT(text, HasSubstr("asked for. As you said."));
  EXPECT_THAT(text, HasSubstr("From the trace: 1250 requests in 100 s."));
  EXPECT_THAT(text, HasSubstr("A default: put in your own."));
}

TEST(ScenarioText, BeginsEmptyWhereFillingWouldTakeTooLong) {
  const scenario::Scenario scenario =
      read(scenario_text(answers_of({{"keys", "2000"}, {"ttl", "5s"}, {"origin-capacity", "40"}}), std::nullopt));
  EXPECT_EQ(scenario.prefill, scenario::Prefill::none);
  EXPECT_EQ(scenario.warm_up, 5s);
}

TEST(ScenarioText, ComparesWhatSuitsTheService) {
  const auto names = [](const std::map<std::string, std::string, std::less<>>& flags) {
    std::string all;
    for (const auto& choice : read(scenario_text(answers_of(flags), std::nullopt)).strategies) all += choice.name + " ";
    return all;
  };
  EXPECT_THAT(names({{"ttl", "10s"}, {"keep-for", "10s"}}), Not(HasSubstr("stale")));
  EXPECT_THAT(names({}), HasSubstr("stale_while_revalidate"));
  EXPECT_THAT(names({}), Not(HasSubstr("lease")));
  EXPECT_THAT(names({{"write-rate", "1"}}), HasSubstr("lease"));
  EXPECT_THAT(names({{"write-rate", "1"}, {"invalidate", "tag"}}), HasSubstr("tag_invalidation"));
}

TEST(ShellQuotes, KeepWhatIsWithinThem) {
  EXPECT_EQ(in_shell_quotes("a b"), "'a b'");
  EXPECT_EQ(in_shell_quotes("monday's"), R"('monday'\''s')");
}

TEST(ScenarioText, CanReplayTheTraceInPlaceOfItsModel) {
  const fakes::TemporaryFile trace("0,it's \"one\"\n1,b\n");
  const ReplayedTrace replayed{.path = trace.path().substr(5),  // as seen from /tmp
                               .format = scenario::TraceFormat::plain,
                               .spread = 1s,
                               .span = 59s,
                               .bad_lines = 3,
                               .sets_write = false};
  const std::string text = scenario_text(answers_of({{"write-rate", "1"}}), replayed);
  const std::vector<std::string> settings = replay_settings(replayed);
  for (const std::string& setting : settings) EXPECT_THAT(text, HasSubstr("//   --set '" + setting + "'\n"));
  const scenario::Scenario scenario = read(text, settings);
  ASSERT_EQ(scenario.load.size(), 1U);
  const auto* load = std::get_if<scenario::TraceLoad>(&scenario.load[0]);
  ASSERT_NE(load, nullptr);
  EXPECT_EQ(load->path, trace.path());
  EXPECT_EQ(load->bad_lines_max, 3U);
  EXPECT_FALSE(load->sets_write);
  EXPECT_EQ(scenario.duration, 60s);
  EXPECT_TRUE(scenario.writes.empty());
}

}  // namespace
}  // namespace stampede::draft
