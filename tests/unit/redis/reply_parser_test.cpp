// Replies from bytes, however these are cut, and what is no reply at all.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/redis/resp.h"

namespace stampede::redis {
namespace {

using namespace std::string_literals;
using Outcome = ReplyParser::Outcome;
using Type = Reply::Type;

std::string shown(const Reply& reply) {
  switch (reply.type) {
    case Type::nil:
      return "nil";
    case Type::integer:
      return std::to_string(reply.integer);
    case Type::string:
      return fmt::format("\"{}\"", reply.text);
    case Type::status:
      return fmt::format("+{}", reply.text);
    case Type::error:
      return fmt::format("-{}", reply.text);
    case Type::array:
      break;
  }
  std::string text;
  for (const Reply& element : reply.elements) text += fmt::format("{}{}", text.empty() ? "" : ",", shown(element));
  return fmt::format("[{}]", text);
}

// All replies in `bytes`, which are fed `chunk` at a time; the last entry tells how it ended.
std::vector<std::string> parse(std::string_view bytes, std::size_t chunk) {
  ReplyParser parser;
  std::vector<std::string> replies;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(chunk, bytes.size()))) {
    parser.feed(bytes.data(), std::min(chunk, bytes.size()));
    Reply reply;
    Outcome outcome;
    while ((outcome = parser.next(reply)) == Outcome::reply) replies.push_back(shown(reply));
    if (outcome == Outcome::protocol_error) {
      EXPECT_NE(parser.error(), "");
      replies.emplace_back("protocol error");
      return replies;
    }
  }
  replies.emplace_back("end");
  return replies;
}

struct Example {
  std::string bytes;
  std::vector<std::string> replies;
};

void PrintTo(const Example& example, std::ostream* output) { *output << testing::PrintToString(example.bytes); }

class GoodReplies : public testing::TestWithParam<Example> {};

TEST_P(GoodReplies, AreTheSameHoweverTheyAreCut) {
  std::vector<std::string> expected = GetParam().replies;
  expected.emplace_back("end");
  for (std::size_t chunk = 1; chunk <= GetParam().bytes.size(); ++chunk) {
    EXPECT_EQ(parse(GetParam().bytes, chunk), expected) << "in pieces of " << chunk;
  }
}

INSTANTIATE_TEST_SUITE_P(
    ReplyParser, GoodReplies,
    testing::Values(Example{"+OK\r\n", {"+OK"}}, Example{"+\r\n", {"+"}}, Example{"-ERR no\r\n", {"-ERR no"}},
                    Example{":0\r\n:-7\r\n", {"0", "-7"}},
                    Example{":9223372036854775807\r\n:-9223372036854775808\r\n",
                            {"9223372036854775807", "-9223372036854775808"}},
                    Example{"$5\r\nhello\r\n", {"\"hello\""}}, Example{"$0\r\n\r\n", {"\"\""}},
                    Example{"$4\r\n\0\r\n\xff\r\n"s, {"\"\0\r\n\xff\""s}}, Example{"$-1\r\n*-1\r\n", {"nil", "nil"}},
                    Example{"*0\r\n", {"[]"}}, Example{"*3\r\n:1\r\n$-1\r\n*-1\r\n", {"[1,nil,nil]"}},
                    Example{"*2\r\n*2\r\n:1\r\n*1\r\n+a\r\n*1\r\n$1\r\nb\r\n:5\r\n", {"[[1,[+a]],[\"b\"]]", "5"}},
                    Example{"*2\r\n*0\r\n*1\r\n*0\r\n+x\r\n", {"[[],[[]]]", "+x"}},
                    Example{"*3\r\n+OK\r\n-WRONGTYPE no\r\n:3\r\n", {"[+OK,-WRONGTYPE no,3]"}},
                    Example{"*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:9\r\n", {"[[[[[9]]]]]"}}));

class BadReplies : public testing::TestWithParam<std::string> {};

TEST_P(BadReplies, AreAnErrorOfTheProtocolHoweverTheyAreCut) {
  for (std::size_t chunk = 1; chunk <= GetParam().size(); ++chunk) {
    EXPECT_THAT(parse("+first\r\n" + GetParam(), chunk), testing::ElementsAre("+first", "protocol error"))
        << "in pieces of " << chunk;
  }
}

INSTANTIATE_TEST_SUITE_P(ReplyParser, BadReplies,
                         testing::Values("HTTP/1.1 400 Bad Request\r\n", "\r\n", "\0\0\0\0"s, ":12x\r\n", ":\r\n",
                                         ":9223372036854775808\r\n", "$-2\r\nx\r\n", "$x\r\n",
                                         "$99999999999999999999\r\n", "*-2\r\n", "*99999999999999999999\r\n",
                                         "*4294967296\r\n", "*2000000000\r\n", "*2\r\n+a\r\nb\r\n",
                                         "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"));

TEST(ReplyParser, AnAnnouncedArrayCostsNothingBeforeItsElementsCome) {
  ReplyParser parser;
  // Every level announces the most that is accepted: with room made at once this would be tens of gigabytes.
  const std::string announced = "*16777216\r\n*16777216\r\n*16777216\r\n*16777216\r\n*16777216\r\n";
  parser.feed(announced.data(), announced.size());
  Reply reply;
  EXPECT_EQ(parser.next(reply), Outcome::incomplete);
}

TEST(ReplyParser, ParsesALargeArray) {
  std::string bytes = "*100000\r\n";
  for (int i = 0; i < 100000; ++i) bytes += fmt::format(":{}\r\n", i);
  ReplyParser parser;
  parser.feed(bytes.data(), bytes.size());
  Reply reply;
  ASSERT_EQ(parser.next(reply), Outcome::reply);
  ASSERT_EQ(reply.elements.size(), 100000U);
  for (int i = 0; i < 100000; ++i) ASSERT_EQ(reply.elements[static_cast<std::size_t>(i)].as_integer(), i);
}

TEST(ReplyParser, ParsesALargeStringInPieces) {
  constexpr std::size_t kBytes = 10 * 1024 * 1024;
  const std::string bytes = fmt::format("${}", kBytes) + "\r\n" + std::string(kBytes, 'x') + "\r\n";
  EXPECT_EQ(parse(bytes, 64 * 1024), (std::vector<std::string>{'"' + std::string(kBytes, 'x') + '"', "end"}));
}

TEST(ReplyParser, AReplyLeavesNothingBehindInTheNext) {
  ReplyParser parser;
  const std::string bytes = "*2\r\n$1\r\na\r\n:5\r\n:1\r\n$-1\r\n+s\r\n";
  parser.feed(bytes.data(), bytes.size());
  Reply reply;
  ASSERT_EQ(parser.next(reply), Outcome::reply);
  ASSERT_EQ(parser.next(reply), Outcome::reply);
  EXPECT_TRUE(reply.elements.empty());
  ASSERT_EQ(parser.next(reply), Outcome::reply);
  EXPECT_EQ(reply.integer, 0);
  ASSERT_EQ(parser.next(reply), Outcome::reply);
  EXPECT_EQ(shown(reply), "+s");
}

TEST(ReplyParser, AnEndInTheMiddleOfAReplyIsNoLeakAndNoCrash) {
  const std::string bytes = "*3\r\n$5\r\nhello\r\n*2\r\n:1\r\n+ok\r\n$3\r\nend\r\n";
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_EQ(parse(std::string_view(bytes).substr(0, length), 7), std::vector<std::string>{"end"});
  }
}

TEST(ReplyParser, SurvivesRandomBytes) {
  std::mt19937_64 random(7);
  constexpr std::string_view kAlphabet = "+-:$*0123456789\r\n\r\n\r\nax";
  for (int round = 0; round < 20000; ++round) {
    std::string bytes;
    for (std::uint64_t left = 1 + random() % 40; left > 0; --left) bytes += kAlphabet[random() % kAlphabet.size()];
    parse(bytes, 1 + random() % 5);
  }
}

}  // namespace
}  // namespace stampede::redis
