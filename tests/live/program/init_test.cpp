// `stampede init` as a user sees it: files, flags, questions at a terminal, traces.
#include <zlib.h>

#include "fixture.h"

namespace stampede {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Init : public ProgramTest {
 protected:
  std::string refusal_of(const std::vector<std::string>& arguments, int exit_code = 2) const {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.errors;
    EXPECT_EQ(outcome.output, "");
    return outcome.errors;
  }
  bool exists(const std::string& name) const { return std::filesystem::exists(folder_ / name); }
};

TEST_F(Init, WritesAScenarioThatRuns) {
  const Outcome outcome = run({"init", "--rate", "50", "--keys", "20", "--ttl", "2s", "--compute-time", "20ms"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("1 + r D"), HasSubstr("Written to my-service.json"),
                                    HasSubstr("stampede sweep my-service.json")));
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("Taken by default:"), HasSubstr("--nodes 4"), Not(HasSubstr("--rate"))));
  EXPECT_EQ(run({"validate", "my-service.json"}).exit_code, 0);
  EXPECT_EQ(run({"run", "my-service.json", "--world", "virtual", "--out", "out", "--quiet"}).exit_code, 0);
  expect_all_accounted_for(result());
}

TEST_F(Init, WritesToStandardOutputNothingButTheScenario) {
  const Outcome outcome = run({"init", "-", "--name", "shop"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("\"name\": \"shop\""), Not(HasSubstr("What next"))));
  EXPECT_THAT(outcome.errors, HasSubstr("What next"));
  EXPECT_TRUE(Json::accept(outcome.output, true)) << outcome.output;
  EXPECT_FALSE(exists("-"));
}

TEST_F(Init, OverwritesNothingWithoutForce) {
  write_text(folder_ / "mine.json", "precious");
  EXPECT_THAT(refusal_of({"init", "mine.json"}), HasSubstr("mine.json exists already; --force overwrites it"));
  EXPECT_EQ(read_text(folder_ / "mine.json"), "precious");
  EXPECT_EQ(run({"init", "mine.json", "--force"}).exit_code, 0);
  EXPECT_EQ(run({"validate", "mine.json"}).exit_code, 0);
  std::filesystem::create_symlink("nowhere.json", folder_ / "link.json");
  EXPECT_THAT(refusal_of({"init", "link.json"}), HasSubstr("exists already"));
  EXPECT_FALSE(exists("nowhere.json"));
  EXPECT_THAT(refusal_of({"init", "."}), HasSubstr(". is a folder"));
  EXPECT_THAT(refusal_of({"init", "no/such/mine.json"}), HasSubstr("there is no folder"));
}

TEST_F(Init, ReportsAllThatIsWrongAtOnceAndWritesNothing) {
  write_text(folder_ / "old.json", "precious");
  const std::string said =
      refusal_of({"init", "old.json", "--rate", "fast", "--ttl", "60", "--popularity", "zipf", "--format", "plain"});
  EXPECT_THAT(said, AllOf(HasSubstr("--rate: expected a number"), HasSubstr("--ttl: expected a duration"),
                          HasSubstr("--popularity: expected uniform"), HasSubstr("old.json exists already"),
                          HasSubstr("--format goes with --from-trace")));
  EXPECT_THAT(refusal_of({"init", "--rates", "4"}), HasSubstr("--rates"));
  EXPECT_FALSE(exists("my-service.json"));
}

TEST_F(Init, AsksAtATerminal) {
  Program program({.arguments = {"init", "asked.json", "--rate", "7"}, .environment = {}, .terminal = Terminal::all},
                  folder_.path());
  for (const char key : std::string("shop\n\nno such law\nuniform\n")) program.press(key);
  for (int i = 0; i < 20; ++i) program.press('\n');
  const Outcome outcome = program.wait();
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.terminal_output, AllOf(HasSubstr("name [my-service]: "), HasSubstr("found \"no such law\""),
                                             Not(HasSubstr("rate [100]"))));
  const std::string text = read_text(folder_ / "asked.json");
  EXPECT_THAT(text, AllOf(HasSubstr("\"name\": \"shop\""), HasSubstr("\"popularity\": \"uniform\""),
                          HasSubstr("\"poisson\": 7 ")));
}

TEST_F(Init, WritesNothingIfTheAnswersEnd) {
  Program program({.arguments = {"init"}, .environment = {}, .terminal = Terminal::all}, folder_.path());
  for (const char key : std::string("shop\n\x04")) program.press(key);  // Ctrl-D
  EXPECT_EQ(program.wait().exit_code, 2);
  EXPECT_FALSE(exists("my-service.json"));
}

TEST_F(Init, EstimatesFromATraceThatItThenReplays) {
  std::string lines;
  for (int i = 0; i < 3000; ++i) {
    lines += std::to_string(i / 100) + ",page:" + std::to_string(i * i % 97 % 40) + ",7,300,1," +
             (i % 10 == 9 ? "set,60\n" : "get,0\n");
  }
  std::filesystem::create_directories(folder_ / "traces");
  gzFile file = gzopen((folder_ / "traces" / "monday's.csv.gz").c_str(), "wb");
  ASSERT_EQ(gzwrite(file, lines.data(), static_cast<unsigned>(lines.size())), static_cast<int>(lines.size()));
  gzclose(file);
  const Outcome outcome = run({"init", "traced.json", "--from-trace", "traces/monday's.csv.gz"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("3000 lines over 29 s"), HasSubstr("90 +-"), HasSubstr("not in a trace")));
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("--compute-time 100ms"), Not(HasSubstr("--ttl"))));
  const std::string text = read_text(folder_ / "traced.json");
  EXPECT_THAT(text, AllOf(HasSubstr("\"fresh_for\": \"1min\""), HasSubstr("traces/monday")));
  EXPECT_EQ(run({"run", "traced.json", "--world", "virtual", "--quiet", "--out", "out", "--strategy", "plain_ttl",
                 "--set", R"(load=[{"trace":"traces/monday's.csv.gz","format":"twitter","spread":"1s"}])", "--set",
                 "prefill=none", "--set", "writes=[]", "--set", "warm_up=0s", "--set", "duration=30s"})
                .exit_code,
            0);
  EXPECT_EQ(metric(result().runs[0], "requests"), 2700);
}

TEST_F(Init, SaysWhyATraceIsOfNoUse) {
  const auto refusal_of_trace = [&](const std::string& text, std::vector<std::string> further = {}) {
    write_text(folder_ / "trace.csv", text);
    std::vector<std::string> arguments = {"init", "--from-trace", "trace.csv"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    const std::string said = refusal_of(arguments);
    EXPECT_THAT(said, HasSubstr("trace.csv: "));
    return said;
  };
  EXPECT_THAT(refusal_of_trace(""), HasSubstr("has no line"));
  EXPECT_THAT(refusal_of_trace("", {"--format", "plain"}), HasSubstr("has no line"));
  EXPECT_THAT(refusal_of_trace("hello\nworld\n"), HasSubstr("is neither plain (line 1: expected time,key"));
  EXPECT_THAT(refusal_of_trace("1,a\n", {"--format", "twitter"}), HasSubstr("line 1: expected timestamp,key"));
  EXPECT_THAT(refusal_of_trace("1,a,set\n"), HasSubstr("has no request (get), only writes"));
  EXPECT_THAT(refusal_of_trace("\x1f\x8b\x08"), HasSubstr("compressed data"));
  EXPECT_THAT(refusal_of({"init", "--from-trace", "none.csv"}), HasSubstr("none.csv: cannot be opened: No such file"));
  EXPECT_THAT(refusal_of({"init", "--from-trace", "."}), HasSubstr(".: cannot be read: Is a directory"));
  EXPECT_THAT(refusal_of({"init", "--from-trace", "x", "--format", "apache"}), HasSubstr("expected plain or twitter"));
  EXPECT_FALSE(exists("my-service.json"));
}

TEST_F(Init, MakesDoWithOneLine) {
  write_text(folder_ / "trace.csv", "1.5,a\n");
  const Outcome outcome = run({"init", "--from-trace", "trace.csv"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(run({"validate", "my-service.json"}).exit_code, 0);
}

TEST_F(Init, IsToldOfInHelp) {
  EXPECT_THAT(run({"--help"}).output, HasSubstr("  init  "));
  EXPECT_THAT(run({"init", "--help"}).output, AllOf(HasSubstr("--from-trace"), HasSubstr("--popularity"),
                                                    HasSubstr("How many requests come per second?")));
}

}  // namespace

}  // namespace stampede
