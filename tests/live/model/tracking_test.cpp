// What strategies rely on in client-side caching, on the model and on a real server: the same replies and messages, in
// the same order.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "differential.h"
#include "strategies/near_cache.h"

namespace stampede::redis::model {
namespace {

constexpr std::size_t kListener = 0;
constexpr std::size_t kReader = 1;
constexpr std::size_t kWriter = 2;
constexpr std::size_t kOtherReader = 3;

// Of what remains only that it does: the two servers are not asked in the same millisecond.
std::string without_time(std::string text) {
  const std::string remaining = "redis.call('PTTL', KEYS[1])";
  const std::size_t at = text.find(remaining);
  if (at != std::string::npos) text.insert(at + remaining.size(), " > 0");
  return text;
}

std::vector<std::string> script(const Script& script, const std::vector<std::string>& args) {
  std::vector<std::string> words{"EVAL", without_time(std::string(script.text)), "1", "a"};
  words.insert(words.end(), args.begin(), args.end());
  return words;
}

Sequence begin(const std::string& option) {
  Sequence steps{{kListener, {"SUBSCRIBE", "__redis__:invalidate"}}};
  for (const std::size_t reader : {kReader, kOtherReader}) {
    steps.push_back({reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", fmt::format("$ID{}", kListener)}});
    if (!option.empty()) steps.back().words.push_back(option);
  }
  return steps;
}

class Tracking : public testing::TestWithParam<std::string> {
 protected:
  void expect_same(const Sequence& steps) {
    Sequence all = begin(GetParam());
    all.insert(all.end(), steps.begin(), steps.end());
    const auto divergence = differential_.run(all);
    EXPECT_FALSE(divergence.has_value()) << as_script(all) << "connection " << divergence->connection
                                         << " got\n  from the model: " << divergence->model
                                         << "\n  from Redis:     " << divergence->real;
  }

  Differential differential_;
};

TEST_P(Tracking, OfSingleCommands) {
  expect_same({{kReader, {"GET", "a"}},
               {kOtherReader, {"GET", "a"}},
               {kReader, {"SET", "a", "1", "NX", "PX", "1000000"}},
               {kWriter, {"SET", "a", "2"}},
               {kReader, {"MGET", "a", "b"}},
               {kWriter, {"DEL", "a", "b"}},
               {kReader, {"DEL", "a"}},
               {kReader, {"PTTL", "a"}},
               {kWriter, {"FLUSHALL"}},
               {kWriter, {"SET", "a", "3"}}});
}

TEST_P(Tracking, OfAClaimThatIsReplaced) {
  expect_same({{kReader, script(kReadOrClaim, {"claim", "1000000"})},
               {kOtherReader, script(kReadOrClaim, {"other", "1000000"})},
               {kReader, script(kReplaceClaim, {"claim", "value", "2000000"})},
               {kOtherReader, script(kReadOrClaim, {"other", "1000000"})},
               {kWriter, {"PTTL", "a"}},
               {kWriter, {"SET", "a", "theirs"}},
               {kWriter, {"SET", "a", "again"}}});
}

TEST_P(Tracking, OfAClaimThatIsDeletedMeanwhile) {
  expect_same({{kReader, script(kReadOrClaim, {"claim", "1000000"})},
               {kOtherReader, script(kReadOrClaim, {"other", "1000000"})},
               {kWriter, {"DEL", "a"}},
               {kOtherReader, script(kReadOrClaim, {"other", "1000000"})},
               {kReader, script(kReplaceClaim, {"claim", "value", "2000000"})},
               {kOtherReader, script(kReplaceClaim, {"other", "value", "2000000"})},
               {kWriter, {"GET", "a"}},
               {kOtherReader, {"DEL", "a"}}});
}

TEST_P(Tracking, OfAFlushByAReader) {
  expect_same({{kReader, script(kReadOrClaim, {"claim", "1000000"})},
               {kReader, {"FLUSHDB"}},
               {kOtherReader, script(kReadOrClaim, {"other", "1000000"})},
               {kWriter, {"FLUSHALL"}}});
}

INSTANTIATE_TEST_SUITE_P(Options, Tracking, testing::Values("", "NOLOOP"),
                         [](const auto& instance) { return instance.param.empty() ? "all" : instance.param; });

}  // namespace
}  // namespace stampede::redis::model
