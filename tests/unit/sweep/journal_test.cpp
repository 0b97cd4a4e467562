// The journal: what was finished is read back, a torn end is forgotten, other sweeps are refused.
#include "simulator/sweep/journal.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "example_plan.h"
#include "reports/result/result_json.h"

namespace stampede::sweep {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

class JournalTest : public testing::Test {
 protected:
  JournalTest() {
    std::string name = (fs::temp_directory_path() / "journal_test.XXXXXX").string();
    folder_ = mkdtemp(name.data());
    file_ = Journal::file_in(folder_);
  }
  ~JournalTest() override { fs::remove_all(folder_); }
  JournalTest(const JournalTest&) = delete;
  JournalTest& operator=(const JournalTest&) = delete;

  std::string text() const {
    std::ifstream stream(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  void append(std::string_view text) const { std::ofstream(file_, std::ios::binary | std::ios::app) << text; }

  std::vector<std::size_t> finished() const {
    Journal journal = Journal::resume(file_, identity_);
    std::vector<std::size_t> indices;
    for (const auto& [index, run] : journal.finished()) indices.push_back(index);
    return indices;
  }

  static reports::RunResult example(double p99) {
    reports::RunResult run;
    run.strategy = "plain_ttl";
    run.label = "plain_ttl:lock=\"x\"\n";
    run.world = "virtual";
    run.seed = 44;
    run.repetition = 2;
    run.valid = false;
    run.warnings = {{"some_id", "A text."}};
    run.fingerprint = "0011";
    run.metrics = {{"latency_ms.p99", p99}, {"requests", 12}};
    run.objectives = {{"requests", 1, std::nullopt, 12, true}};
    run.point = {{"origin.capacity", "4"}, {"client.timeout", "\"1s\""}};
    return run;
  }

  fs::path folder_;
  fs::path file_;
  Identity identity_{"0.1.0", "abcd", "a=1,2", "5"};
};

TEST_F(JournalTest, ReadsBackWhatWasFinished) {
  constexpr double kOddNumber = 0.1 + 0.2;
  {
    Journal journal = Journal::begin(file_, identity_);
    journal.add(7, example(kOddNumber));
    journal.add(3, example(1.0 / 3));
  }
  Journal journal = Journal::resume(file_, identity_);
  ASSERT_EQ(journal.finished().size(), 2U);
  EXPECT_EQ(reports::to_json_line(journal.finished().at(7)), reports::to_json_line(example(kOddNumber)));
  EXPECT_EQ(journal.finished().at(7).metrics, example(kOddNumber).metrics);
  EXPECT_EQ(journal.finished().at(7).point, example(0).point);
  EXPECT_EQ(journal.finished().at(3).metrics, example(1.0 / 3).metrics);
}

TEST_F(JournalTest, ForgetsATornLastLineWhereverItIsTorn) {
  { Journal::begin(file_, identity_).add(1, example(1)); }
  const std::string whole = text();
  { Journal::resume(file_, identity_).add(2, example(2)); }
  const std::string longer = text();
  for (std::size_t size = whole.size(); size < longer.size(); ++size) {
    fs::resize_file(file_, size);
    EXPECT_EQ(finished(), std::vector<std::size_t>{1}) << size;
    { Journal::resume(file_, identity_).add(2, example(2)); }
    ASSERT_EQ(text(), longer) << size;
  }
}

TEST_F(JournalTest, ForgetsWhatAFailedMachineLeftAtTheEnd) {
  { Journal::begin(file_, identity_).add(1, example(1)); }
  append(std::string(100, '\0') + "\n");
  EXPECT_EQ(finished(), std::vector<std::size_t>{1});
}

TEST_F(JournalTest, BeginsAgainWhereNotEvenTheFirstLineIsWhole) {
  { const Journal journal = Journal::begin(file_, identity_); }
  const std::string whole = text();
  fs::resize_file(file_, whole.size() / 2);
  EXPECT_TRUE(finished().empty());
  EXPECT_EQ(text(), whole);
}

TEST_F(JournalTest, RefusesDamageInTheMiddle) {
  { Journal::begin(file_, identity_).add(1, example(1)); }
  append("{\"run\":2,\"result\":{}}\n");
  { append("{}\n"); }
  EXPECT_THAT([&] { finished(); }, ThrowsMessage<OtherSweep>(HasSubstr("line 3 is damaged")));
}

TEST_F(JournalTest, RefusesTheJournalOfAnotherSweepAndLeavesItAsItWas) {
  { Journal::begin(file_, identity_).add(1, example(1)); }
  const std::string before = text();
  const auto refusal_of = [&](Identity other, const char* reason) {
    EXPECT_THAT([&] { Journal::resume(file_, other); }, ThrowsMessage<OtherSweep>(HasSubstr(reason)));
    EXPECT_EQ(text(), before);
  };
  refusal_of({"0.2.0", "abcd", "a=1,2", "5"}, "made by stampede 0.1.0, and this is 0.2.0");
  refusal_of({"0.1.0", "xxxx", "a=1,2", "5"}, "its scenario, --set or --strategy are others");
  refusal_of({"0.1.0", "abcd", "a=1,3", "5"}, "it varies a=1,2, and this call a=1,3");
  refusal_of({"0.1.0", "abcd", "a=1,2", "6"}, "it has --seeds 5, and this call 6");
}

TEST_F(JournalTest, RefusesOtherFiles) {
  append("some notes\nof mine\n");
  EXPECT_THAT([&] { finished(); }, ThrowsMessage<OtherSweep>(HasSubstr("is no journal of a sweep")));
  EXPECT_EQ(text(), "some notes\nof mine\n");
}

TEST_F(JournalTest, IsWrittenByOneAtATime) {
  const Journal first = Journal::begin(file_, identity_);
  EXPECT_THAT([&] { Journal::resume(file_, identity_); }, ThrowsMessage<OtherSweep>(HasSubstr("another sweep")));
  EXPECT_THROW(Journal::begin(file_, identity_), JournalError);
}

TEST_F(JournalTest, IsGoneOnceItIsRemoved) {
  Journal::begin(file_, identity_).remove();
  EXPECT_FALSE(fs::exists(file_));
}

TEST(JournalIdentity, DependsOnEverythingThatResultsDependOn) {
  const Identity identity = identity_of(good_plan({"topology.nodes=1,2"}), "p");
  EXPECT_EQ(identity, identity_of(good_plan({"topology.nodes=1,2"}), "p"));
  EXPECT_NE(identity, identity_of(good_plan({"topology.nodes=1,2"}), "q"));
  EXPECT_NE(identity, identity_of(good_plan({"topology.nodes=1,3"}), "p"));
  EXPECT_NE(identity, identity_of(good_plan({"topology.nodes=1,2"}, 3), "p"));
  EXPECT_NE(identity, identity_of(good_plan({"topology.nodes=1,2"}, 2, {"seed=1"}), "p"));
}

}  // namespace
}  // namespace stampede::sweep
