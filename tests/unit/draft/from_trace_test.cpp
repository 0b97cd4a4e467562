// From a trace to the settings of a service, the words about it, and a scenario that is read.
#include "simulator/draft/from_trace.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/scenario/load.h"
#include "tests/fakes/temporary_file.h"
#include "tests/unit/scenario/real_options.h"

namespace stampede::draft {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

struct Traced {
  estimate::TraceEstimate estimate;
  std::string words;
  Answers answers;
};

Traced traced(const std::string& text, scenario::TraceFormat format) {
  const fakes::TemporaryFile file(text);
  auto result = estimate::estimate_trace(file.path(), format);
  EXPECT_TRUE(std::holds_alternative<estimate::TraceEstimate>(result));
  Traced all{std::get<estimate::TraceEstimate>(std::move(result)), {}, {}};
  all.words = estimate_text(all.estimate, "trace\x1b.csv", format);
  all.answers = find_answers({{}, settings_from(all.estimate)}, nullptr);
  EXPECT_THAT(all.answers.problems, testing::IsEmpty());
  const auto loaded =
      scenario::load_scenario_text(scenario_text(all.answers, std::nullopt), "draft.json", scenario::real_options());
  EXPECT_TRUE(loaded.scenario) << scenario::problems_text(loaded);
  return all;
}

// Each of ten keys in turn, ten in a second, for 60 seconds; every fifth second each key is set as well.
std::string in_turn(std::uint64_t size_bytes) {
  std::string text;
  for (int second = 0; second < 60; ++second) {
    for (int key = 0; key < 10; ++key) text += fmt::format("{},k{},2,{},1,get,0\n", second, key, size_bytes);
    if (second % 5 != 0) continue;
    for (int key = 0; key < 10; ++key) text += fmt::format("{},k{},2,{},1,set,120\n", second, key, size_bytes);
  }
  return text;
}

TEST(FromTrace, TakesWhatTheTraceTells) {
  const Traced all = traced(in_turn(5000), scenario::TraceFormat::twitter);
  const Service& service = all.answers.service;
  EXPECT_DOUBLE_EQ(service.rate_per_s, 10);
  EXPECT_EQ(service.keys.count, 10U);
  EXPECT_EQ(service.keys.popularity, scenario::Popularity(scenario::UniformPopularity{}));
  EXPECT_EQ(service.keys.value_size_bytes, 5000U);
  EXPECT_EQ(service.freshness.fresh_for, 2min);
  EXPECT_EQ(service.write_rate_per_s, 0) << "each set follows a request: it may have been a miss";
  for (const char* flag : {"rate", "keys", "popularity", "value-size", "ttl", "write-rate"}) {
    EXPECT_EQ(all.answers.chosen.at(flag).source, Source::trace) << flag;
  }
  for (const char* flag : {"compute-time", "nodes", "origin-capacity"}) {
    EXPECT_EQ(all.answers.chosen.at(flag).source, Source::standard) << flag;
  }
  EXPECT_THAT(all.words, HasSubstr("720 lines over 59 s; its clock ticks every 1 s"));
  EXPECT_THAT(all.words, HasSubstr("steadier than independent arrivals"));
  EXPECT_THAT(all.words, HasSubstr("5000 B, all alike (10 keys)"));
  EXPECT_THAT(all.words, HasSubstr("120 sets, 0 deletes beside 600 requests"));
  EXPECT_THAT(all.words, Not(HasSubstr("\x1b")));
  EXPECT_FALSE(replay_of(all.estimate, "t.csv", scenario::TraceFormat::twitter).sets_write);
}

TEST(FromTrace, RaisesValuesThatAreTooSmallForTheSimulator) {
  const Traced all = traced(in_turn(8), scenario::TraceFormat::twitter);
  EXPECT_EQ(all.answers.service.keys.value_size_bytes, 108U);
  EXPECT_THAT(all.answers.chosen.at("value-size").reason, HasSubstr("from a median of 8 B"));
}

TEST(FromTrace, SaysWhatAPlainTraceLacks) {
  const Traced all = traced("0,a\n0.5,b\n1.25,a\n", scenario::TraceFormat::plain);
  EXPECT_THAT(all.words, HasSubstr("value sizes     not in the trace"));
  EXPECT_THAT(all.words, HasSubstr("TTL             not in the trace"));
  EXPECT_THAT(all.words, HasSubstr("too few to tell how evenly they come"));
  EXPECT_EQ(all.answers.chosen.at("ttl").source, Source::standard);
}

TEST(FromTrace, MakesDoWithOneMoment) {
  const Traced all = traced("7.125,a\n7.125,a\n", scenario::TraceFormat::plain);
  EXPECT_EQ(all.answers.chosen.at("keys").source, Source::trace);
  const Traced exact = traced("7.1255,a\n7.1255,b\n", scenario::TraceFormat::plain);
  EXPECT_THAT(exact.words, HasSubstr("not to be told: all requests came at one moment"));
  EXPECT_EQ(exact.answers.chosen.at("rate").source, Source::standard);
  EXPECT_LE(exact.answers.service.keys.count, 20U) << "ten times those seen, where there is no bound";
}

}  // namespace
}  // namespace stampede::draft
