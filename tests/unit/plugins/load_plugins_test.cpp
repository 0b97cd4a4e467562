// Loading plug-ins: what they bring is known from then on, and whatever is wrong with one is said.
#include "simulator/plugins/load_plugins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "simulator/plugins/descriptions.h"
#include "strategies/interface_hash.h"

namespace stampede::plugins {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string module(const std::string& name) { return std::string(STAMPEDE_TEST_PLUGINS) + "/" + name + ".so"; }

std::string problem_with(const std::string& path) {
  Registry registry = Registry::built_in();
  const std::size_t before = registry.all().size();
  const LoadResult result = load_plugins({path}, registry);
  EXPECT_THAT(result.plugins, IsEmpty());
  EXPECT_EQ(registry.all().size(), before) << "something was added all the same";
  if (result.problems.size() != 1) return "not one problem";
  EXPECT_TRUE(result.problems.front().starts_with(path + ": ")) << result.problems.front();
  return result.problems.front();
}

TEST(LoadPlugins, AddsWhatTheyBring) {
  Registry registry = Registry::built_in();
  const LoadResult result = load_plugins({module("coin_flip"), module("boundary")}, registry);
  EXPECT_THAT(result.problems, IsEmpty());
  ASSERT_THAT(result.plugins, SizeIs(2));
  EXPECT_EQ(result.plugins[0].path, module("coin_flip"));
  EXPECT_THAT(result.plugins[0].strategies, ElementsAre("coin_flip"));
  EXPECT_THAT(result.plugins[1].strategies, ElementsAre("catches", "throws", "throws_its_own", "sleeps_on"));
  const StrategyInfo* const info = registry.find("coin_flip");
  ASSERT_NE(info, nullptr);
  EXPECT_EQ(info->plugin, "coin_flip.so");
  EXPECT_THAT(info->parameters, SizeIs(4));
  EXPECT_EQ(registry.find("plain_ttl")->plugin, "");
}

TEST(LoadPlugins, TakesAPathAsItIs) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(STAMPEDE_TEST_PLUGINS);
  Registry registry;
  // A bare name is no library of the system.
  const LoadResult result = load_plugins({"coin_flip.so", "libfmt.so.9"}, registry);
  std::filesystem::current_path(before);
  EXPECT_THAT(result.plugins, SizeIs(1));
  EXPECT_THAT(result.problems, ElementsAre("libfmt.so.9: there is no such file"));
}

TEST(LoadPlugins, RefusesWhatIsNoPlugin) {
  EXPECT_THAT(problem_with("/nowhere/mine.so"), HasSubstr("there is no such file"));
  EXPECT_THAT(problem_with(STAMPEDE_TEST_PLUGINS), HasSubstr("is a folder, and a shared object is needed"));
  EXPECT_THAT(problem_with("/dev/null"), HasSubstr("is no file, and a shared object is needed"));
  EXPECT_THAT(problem_with(STAMPEDE_SOURCE_DIR "/README.md"), HasSubstr("is no shared object"));
  EXPECT_THAT(problem_with(STAMPEDE_PROGRAM), HasSubstr("cannot be loaded: "));
  EXPECT_THAT(problem_with(module("no_entry_point")), HasSubstr("is no plug-in of stampede"));
  EXPECT_THAT(problem_with(module("missing_symbol")),
              AllOf(HasSubstr("cannot be loaded: "), HasSubstr("defined_nowhere")));
}

TEST(LoadPlugins, RefusesWhatWasBuiltAgainstSomethingElse) {
  for (const char* const name : {"other_interface", "other_headers", "other_library"}) {
    EXPECT_THAT(problem_with(module(name)), HasSubstr("rebuild the plug-in against this installation"));
  }
  EXPECT_THAT(problem_with(module("other_interface")),
              HasSubstr("was built against interface 1000, and this program has interface 1: "));
  EXPECT_THAT(problem_with(module("other_headers")),
              HasSubstr("was built against other headers (0123456789abcdef) of interface 1 than this program "
                        "(" STAMPEDE_INTERFACE_HASH "): "));
  EXPECT_THAT(problem_with(module("other_library")),
              HasSubstr("was built with libc--, and this program with libstdc++"));
}

TEST(LoadPlugins, RefusesNamesThatAreTaken) {
  Registry registry = Registry::built_in();
  const LoadResult result = load_plugins({module("coin_flip"), module("taken_names"), module("coin_flip")}, registry);
  EXPECT_THAT(result.plugins, SizeIs(1));
  const std::string taken = module("taken_names");
  EXPECT_THAT(
      result.problems,
      ElementsAre(taken + ": plain_ttl: this program has a strategy of this name already",
                  taken + ": coin_flip: the plug-in coin_flip.so has a strategy of this name already",
                  module("coin_flip") + ": coin_flip: the plug-in coin_flip.so has a strategy of this name already"));
  // A plug-in is there as a whole, or not at all: this name was free.
  EXPECT_EQ(registry.find("ideal"), nullptr);
}

TEST(LoadPlugins, SaysAllThatIsWrongWithWhatAPluginDescribes) {
  Registry registry = Registry::built_in();
  const LoadResult result = load_plugins({module("misdescribed")}, registry);
  const std::vector<std::string> expected{
      "right: it brings two strategies of this name",
      "the name of a strategy: expected small letters, digits and underscores, a letter first, found \"\"",
      "the name of a strategy: expected small letters, digits and underscores, a letter first, found \"a/b\"",
      "layers: the name has a meaning of its own in scenarios; choose another one",
      "two_lines: its summary must be one line",
      "bound: is_bound is not for plug-ins",
      "no_create: it has no create",
      "twice: parameter flag is described twice",
      "mixed_types: parameter count: its default or a limit is of another type than itself",
      "no_default: parameter flag: it has no default, and may not be none",
      "odd_parameter: parameter a=b: expected small letters, digits and underscores, a letter first, found \"a=b\"",
  };
  ASSERT_EQ(result.problems.size(), expected.size());
  for (std::size_t index = 0; index < expected.size(); ++index) {
    EXPECT_EQ(result.problems[index], module("misdescribed") + ": " + expected[index]);
  }
  EXPECT_EQ(registry.find("right"), nullptr);
}

TEST(LoadPlugins, SaysWhatAPluginThrows) {
  EXPECT_THAT(problem_with(module("throwing")), HasSubstr("its strategies cannot be asked for: no weather today"));
}

TEST(LoadPlugins, EveryStrategyOfTheProgramWouldBeRightAsAPlugin) {
  // So that no rule is stricter there than here.
  const Registry built_in = Registry::built_in();
  EXPECT_THAT(problems_of(built_in.all(), Registry{}), IsEmpty());
}

}  // namespace
}  // namespace stampede::plugins
