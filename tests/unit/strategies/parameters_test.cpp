// Parameters: complete, checked, and read with their type.
#include "strategies/parameters.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <stdexcept>

#include "strategies/environment.h"

namespace stampede {
namespace {

using namespace std::chrono_literals;

std::vector<ParameterSpec> specs() {
  return {ParameterSpec::boolean("verify", true, "Whether."),
          ParameterSpec::integer("retries", 5, 0, 100, "How often."),
          ParameterSpec::integer("items", 100, 1, std::numeric_limits<std::int64_t>::max(), "How many."),
          ParameterSpec::real("beta", 1.0, 0.0, 10.0, "How early."),
          ParameterSpec::duration("lock_ttl", 60s, 1ms, 1h, "How long."),
          ParameterSpec::duration("grace", 0s, 0s, Duration::max(), "How long."),
          ParameterSpec::duration_from("ttl", DefaultFrom::fresh_for, 1ms, 24h, "How long."),
          ParameterSpec::duration_from("keep", DefaultFrom::keep_for, 1ms, 24h, "How long."),
          ParameterSpec::optional_duration("deadline", 1ms, 1h, "How long."),
          ParameterSpec::choice("behaviour", {"documented", "published"}, "Which."),
          ParameterSpec::string("prefix", "CM:", "What.")};
}

const Freshness kFreshness{10s, 1h};

Parameters complete(const std::map<std::string, std::string>& given) {
  std::vector<ParameterError> errors;
  Parameters parameters = complete_parameters(specs(), given, kFreshness, errors);
  for (const ParameterError& error : errors) ADD_FAILURE() << error.parameter << ": " << error.message;
  return parameters;
}

TEST(Parameters, HaveTheirDefaultsWhereNothingIsGiven) {
  const Parameters parameters = complete({});
  EXPECT_TRUE(parameters.flag("verify"));
  EXPECT_EQ(parameters.integer("retries"), 5);
  EXPECT_EQ(parameters.real("beta"), 1.0);
  EXPECT_EQ(parameters.duration("lock_ttl"), 60s);
  EXPECT_EQ(parameters.duration("ttl"), 10s);
  EXPECT_EQ(parameters.duration("keep"), 1h);
  EXPECT_EQ(parameters.optional_duration("deadline"), std::nullopt);
  EXPECT_EQ(parameters.text("behaviour"), "documented");
  EXPECT_EQ(parameters.text("prefix"), "CM:");
  EXPECT_EQ(parameters.all().size(), specs().size());
}

TEST(Parameters, TakeWhatIsGivenInScenarioNotation) {
  const Parameters parameters = complete({{"verify", "false"},
                                          {"retries", "0"},
                                          {"beta", "1.5"},
                                          {"lock_ttl", "0.5s"},
                                          {"ttl", "24h"},
                                          {"deadline", "100ms"},
                                          {"behaviour", "published"},
                                          {"prefix", ""}});
  EXPECT_FALSE(parameters.flag("verify"));
  EXPECT_EQ(parameters.integer("retries"), 0);
  EXPECT_EQ(parameters.real("beta"), 1.5);
  EXPECT_EQ(parameters.duration("lock_ttl"), 500ms);
  EXPECT_EQ(parameters.duration("ttl"), 24h);
  EXPECT_EQ(parameters.optional_duration("deadline"), 100ms);
  EXPECT_EQ(parameters.text("behaviour"), "published");
  EXPECT_EQ(parameters.text("prefix"), "");
  EXPECT_EQ(complete({{"deadline", "none"}}).optional_duration("deadline"), std::nullopt);
}

struct WrongParameter {
  std::string name;
  std::string text;
  std::string message;
};

TEST(Parameters, AreRefusedWithWhatWasExpectedAndFound) {
  const std::vector<WrongParameter> cases = {
      {"verify", "yes", "expected true or false, found \"yes\""},
      {"retries", "101", "expected an integer from 0 to 100, found 101"},
      {"retries", "-1", "expected an integer from 0 to 100, found -1"},
      {"retries", "5.0", "expected an integer from 0 to 100, found 5.0"},
      {"retries", "five", "expected an integer from 0 to 100, found \"five\""},
      {"retries", "", "expected an integer from 0 to 100, found \"\""},
      {"retries", "99999999999999999999", "expected an integer from 0 to 100, found 99999999999999999999"},
      {"items", "0", "expected an integer of at least 1, found 0"},
      {"beta", "10.5", "expected a number from 0 to 10, found 10.5"},
      {"beta", "nan", "expected a number from 0 to 10, found nan"},
      {"beta", "inf", "expected a number from 0 to 10, found inf"},
      {"lock_ttl", "2h", "expected a duration from 1ms to 1h, found \"2h\""},
      {"lock_ttl", "60",
       "expected a duration from 1ms to 1h, found \"60\", which has no unit (ns, us, ms, s, min, h, "
       "d, m)"},
      {"lock_ttl", "none", "expected a duration from 1ms to 1h, found \"none\", which is not a number with a unit"},
      {"grace", "-1s", "expected a duration of at least 0s, found \"-1s\", which is negative"},
      {"deadline", "1us", "expected a duration from 1ms to 1h, or none, found \"1us\""},
      {"behaviour", "publish", "expected one of documented, published, found \"publish\"; did you mean \"published\"?"},
      {"behaviour", "other", "expected one of documented, published, found \"other\""},
      {"retires", "5", "there is no such parameter; did you mean \"retries\"?"},
  };
  for (const WrongParameter& wrong : cases) {
    std::vector<ParameterError> errors;
    complete_parameters(specs(), {{wrong.name, wrong.text}}, kFreshness, errors);
    ASSERT_EQ(errors.size(), 1U) << wrong.name << "=" << wrong.text;
    EXPECT_EQ(errors[0].parameter, wrong.name);
    EXPECT_EQ(errors[0].message, wrong.message);
  }
}

TEST(Parameters, AreAllReportedAtOnce) {
  std::vector<ParameterError> errors;
  complete_parameters(specs(), {{"verify", "1"}, {"beta", "x"}, {"zebra", "1"}}, kFreshness, errors);
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_EQ(errors[0].parameter, "verify");
  EXPECT_EQ(errors[1].parameter, "beta");
  EXPECT_EQ(errors[2].parameter, "zebra");
}

TEST(Parameters, OfAStrategyThatHasNoneSaySo) {
  std::vector<ParameterError> errors;
  complete_parameters({}, {{"ttl", "1s"}}, kFreshness, errors);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message, "there are no parameters");
}

TEST(Parameters, DoNotTakeAPromiseThatIsOutOfTheirRange) {
  std::vector<ParameterError> errors;
  complete_parameters(specs(), {}, Freshness{10us, 1h}, errors);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].message,
            "expected a duration from 1ms to 1d, but its default, fresh_for of the scenario, is 10us");
}

TEST(Parameters, AskedForByAWrongNameOrTypeAreAMistakeOfTheStrategy) {
  const Parameters parameters = complete({});
  EXPECT_THROW(parameters.flag("no_such"), std::logic_error);
  EXPECT_THROW(parameters.flag("retries"), std::logic_error);
  EXPECT_THROW(parameters.duration("deadline"), std::logic_error);
  EXPECT_THROW(parameters.text("beta"), std::logic_error);
}

TEST(Parameters, AreShownInTheNotationThatIsRead) {
  std::map<std::string, std::string> shown;
  const Parameters parameters = complete({{"beta", "0.1"}, {"lock_ttl", "1500ms"}, {"verify", "false"}});
  for (const auto& [name, value] : parameters.all()) shown[name] = to_text(value);
  EXPECT_EQ(shown["beta"], "0.1");
  EXPECT_EQ(shown["lock_ttl"], "1500ms");
  EXPECT_EQ(shown["verify"], "false");
  EXPECT_EQ(shown["deadline"], "none");
  EXPECT_EQ(complete(shown), parameters);
}

TEST(ParameterSpec, DescribesItsDefault) {
  EXPECT_EQ(ParameterSpec::duration("x", 60s, 1s, 1h, "").default_text(), "1min");
  EXPECT_EQ(ParameterSpec::duration_from("x", DefaultFrom::fresh_for, 1s, 1h, "").default_text(),
            "fresh_for of the scenario");
  EXPECT_EQ(ParameterSpec::duration_from("x", DefaultFrom::keep_for, 1s, 1h, "").default_text(),
            "keep_for of the scenario");
  EXPECT_EQ(ParameterSpec::optional_duration("x", 1s, 1h, "").default_text(), "none");
  EXPECT_EQ(ParameterSpec::choice("x", {"a", "b"}, "").default_text(), "a");
}

}  // namespace
}  // namespace stampede
