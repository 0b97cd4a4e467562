// Flags, what a trace told, questions and defaults, with a scripted terminal.
#include "simulator/draft/answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "simulator/draft/setting.h"

namespace stampede::draft {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Talk {
  Answers answers;
  std::string said;
};

Talk talk(const std::string& typed, Given given = {}) {
  std::istringstream in(typed);
  std::ostringstream out;
  Dialogue dialogue{in, out};
  Answers answers = find_answers(given, &dialogue);
  return {std::move(answers), out.str()};
}

// Enter, as often as there are questions.
std::string enter(std::size_t times) { return std::string(times, '\n'); }

TEST(Answers, AreDefaultsWhereNobodyCanBeAsked) {
  const Answers answers = find_answers({}, nullptr);
  EXPECT_THAT(answers.problems, IsEmpty());
  EXPECT_EQ(answers.service.name, "my-service");
  EXPECT_EQ(answers.service.rate_per_s, 100);
  EXPECT_EQ(answers.service.freshness.keep_for, 10min);
  EXPECT_EQ(answers.chosen.size(), all_settings().size());
  for (const Setting& setting : all_settings()) {
    EXPECT_THAT(settings_by_default(answers), HasSubstr("--" + std::string(setting.flag) + " "));
  }
}

TEST(Answers, OfFlagsComeBeforeTheTraceAndThatBeforeDefaults) {
  Given given;
  given.flags = {{"rate", "5"}, {"ttl", "10s"}};
  given.from_trace = {{"rate", {"7", "measured"}}, {"keys", {"33", "counted"}}};
  const Answers answers = find_answers(given, nullptr);
  EXPECT_EQ(answers.service.rate_per_s, 5);
  EXPECT_EQ(answers.chosen.at("rate").source, Source::flag);
  EXPECT_EQ(answers.service.keys.count, 33U);
  EXPECT_EQ(answers.chosen.at("keys").source, Source::trace);
  EXPECT_EQ(answers.chosen.at("keys").reason, "counted");
  EXPECT_EQ(answers.service.freshness.keep_for, 100s) << "a default follows from what was said before";
  EXPECT_THAT(settings_by_default(answers), Not(HasSubstr("--rate")));
  EXPECT_THAT(settings_by_default(answers), HasSubstr("--keep-for 100s"));
}

TEST(Questions, ExplainEachSettingAndShowItsDefault) {
  // All but what is told the cache after a write, which nobody needs to know where there are none.
  const Talk all = talk(enter(all_settings().size() - 1));
  EXPECT_THAT(all.answers.problems, IsEmpty());
  for (const Setting& setting : all_settings()) {
    if (setting.flag == "invalidate") continue;
    EXPECT_THAT(all.said, HasSubstr(std::string(setting.question) + "\n  "));
    EXPECT_THAT(all.said, HasSubstr(std::string(setting.flag) + " ["));
  }
  EXPECT_THAT(all.said, Not(HasSubstr("invalidate [")));
  EXPECT_THAT(all.said, HasSubstr("keep-for [10min]: "));
}

TEST(Questions, AreAskedAgainAfterAWrongAnswer) {
  const Talk asked = talk("\nmany\n-3\n 250 \n" + enter(20));
  EXPECT_EQ(asked.answers.service.rate_per_s, 250);
  EXPECT_EQ(asked.answers.chosen.at("rate").source, Source::answer);
  EXPECT_EQ(asked.answers.chosen.at("keys").source, Source::standard);
  EXPECT_THAT(asked.said, HasSubstr("found \"many\""));
  EXPECT_THAT(asked.said, HasSubstr("found \"-3\""));
}

TEST(Questions, LeaveOutWhatFlagsAndTraceHaveSaid) {
  Given given;
  given.flags = {{"rate", "5"}, {"write-rate", "1"}};
  given.from_trace = {{"keys", {"33", "counted"}}};
  const Talk asked = talk(enter(all_settings().size() - 3), given);
  EXPECT_THAT(asked.answers.problems, IsEmpty());
  EXPECT_THAT(asked.said, Not(HasSubstr("rate [")));
  EXPECT_THAT(asked.said, Not(HasSubstr("keys [")));
  EXPECT_THAT(asked.said, HasSubstr("invalidate [key]"));
}

TEST(Questions, EndWithTheInput) {
  const Talk cut = talk("shop\n50\n");
  EXPECT_THAT(cut.answers.problems, ElementsAre("the input ended before all questions were answered"));
}

TEST(Flags, ThatAreWrongAreReportedTogether) {
  Given given;
  given.flags = {{"name", "My Shop"},  {"rate", "fast"},       {"keys", "0"},        {"popularity", "zipf"},
                 {"ttl", "60"},        {"compute-time", "0s"}, {"workers", "0"},     {"invalidate", "all"},
                 {"timeout", "never"}, {"nodes", "1.5"},       {"write-rate", "-1"}, {"origin-capacity", "0"},
                 {"value-size", "1B"}, {"duration", "0s"},     {"keep-for", "1s"}};
  const std::vector<std::string> problems = problems_of_flags(given, false);
  ASSERT_EQ(problems.size(), all_settings().size());
  for (std::size_t i = 0; i < problems.size(); ++i) {
    EXPECT_THAT(problems[i], HasSubstr("--" + std::string(all_settings()[i].flag) + ": "));
    EXPECT_THAT(problems[i], HasSubstr(", found \"" + given.flags.at(std::string(all_settings()[i].flag)) + "\""));
  }
}

TEST(Flags, AreNotWrongBesideADefaultThatIsStillToBeReplaced) {
  Given given;
  given.flags = {{"keep-for", "30s"}};
  EXPECT_EQ(problems_of_flags(given, false).size(), 1U);
  EXPECT_THAT(problems_of_flags(given, true), IsEmpty());
  // The answer to the question for the ttl decides.
  given.flags["name"] = "shop";
  EXPECT_THAT(talk(enter(6) + "20s\n" + enter(20), given).answers.problems, IsEmpty());
  EXPECT_THAT(talk(enter(6) + "40s\n" + enter(20), given).answers.problems,
              ElementsAre(HasSubstr("--keep-for: expected at least")));
}

TEST(Flags, KeepToEachOther) {
  EXPECT_THAT(problems_of_flags({{{"keys", "1"}, {"popularity", "hot:0.5"}}, {}}, false),
              ElementsAre(HasSubstr("there is one key only")));
  EXPECT_THAT(problems_of_flags({{{"nodes", "10000"}, {"workers", "1001"}}, {}}, false),
              ElementsAre(HasSubstr("--workers: expected a whole number from 1 to 1000")));
  EXPECT_THAT(problems_of_flags({{{"rate", "10000000"}, {"duration", "1h"}}, {}}, false),
              ElementsAre(HasSubstr("--duration: expected at most 10000000000 requests")));
}

TEST(Duration, HasSeveralExpiriesOfTheHottestKey) {
  Given given;
  given.flags = {{"rate", "10"}, {"keys", "1"}, {"ttl", "20s"}, {"compute-time", "1s"}};
  EXPECT_EQ(find_answers(given, nullptr).service.duration, 106s) << "5 (20 s + 1 s + 0.1 s), in whole seconds";
  given.flags["ttl"] = "30d";
  EXPECT_EQ(find_answers(given, nullptr).service.duration, 24h);
  given.flags["rate"] = "1000000";
  EXPECT_EQ(find_answers(given, nullptr).service.duration, 20s) << "20 million requests";
  given.flags["rate"] = "10";
  given.flags["ttl"] = "100ms";
  EXPECT_GE(find_answers(given, nullptr).service.duration, 10s);
}

}  // namespace
}  // namespace stampede::draft
