// --vary: lists, ranges and structures become JSON values.
#include "simulator/sweep/vary.h"

#include <gmock/gmock.h>

namespace stampede::sweep {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> values(const std::string& text) {
  const VaryResult result = parse_vary({text});
  EXPECT_EQ(result.problems, "");
  return result.vary.at(0).values;
}

std::string problems(const std::vector<std::string>& texts) {
  std::string found = parse_vary(texts).problems;
  EXPECT_NE(found, "");
  return found;
}

TEST(Vary, TakesValuesAsSetDoes) {
  EXPECT_EQ(parse_vary({"origin.capacity=1"}).vary.at(0).path, "origin.capacity");
  EXPECT_THAT(values("a=1,2.5,true,null"), ElementsAre("1", "2.5", "true", "null"));
  EXPECT_THAT(values("a=250ms,published"), ElementsAre("\"250ms\"", "\"published\""));
  EXPECT_THAT(values("a=\"7\",\"x,y\""), ElementsAre("\"7\"", "\"x,y\""));
}

TEST(Vary, LeavesStructuresWhole) {
  EXPECT_THAT(values(R"(a={"uniform": {"min": "1ms", "max": "3ms"}},"1ms")"),
              ElementsAre(R"({"uniform":{"min":"1ms","max":"3ms"}})", "\"1ms\""));
  EXPECT_THAT(values(R"(a=["x","]"],["y"])"), ElementsAre(R"(["x","]"])", R"(["y"])"));
}

TEST(Vary, MixesRangesAndValues) {
  EXPECT_THAT(values("a=0,1..100 log 3,50,200..400 step 100,null"),
              ElementsAre("0", "1", "10", "100", "50", "200", "300", "400", "null"));
  EXPECT_THAT(values("a=1s,1500ms..2s step 500ms"), ElementsAre("\"1s\"", "\"1500ms\"", "\"2s\""));
}

TEST(Vary, HasEachValueOnce) { EXPECT_THAT(values("a=1,5,1..5 step 2,1"), ElementsAre("1", "5", "3")); }

TEST(Vary, SaysAllThatIsWrong) {
  EXPECT_THAT(problems({"a", "=1", "b=1,,2", "c=", "d=[1", "e=1..2", "f=1,2", "f=3"}),
              AllOf(HasSubstr("found \"a\""), HasSubstr("found \"=1\""), HasSubstr("--vary b: \"\": expected a value"),
                    HasSubstr("--vary c: \"\": expected a value"), HasSubstr("--vary d: \"[1\": line 1"),
                    HasSubstr("--vary e: \"1..2\": expected FROM..TO step"), HasSubstr("--vary f: is varied twice")));
}

}  // namespace
}  // namespace stampede::sweep
