// Memory: near to what Redis reports, and what happens when there is no more.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "played_server.h"

namespace stampede::redis::model {
namespace {

double usage_of(PlayedServer& played, ClientId client, const std::string& key) {
  return std::stod(played.run(client, {"MEMORY", "USAGE", key}));
}

struct KnownText {
  std::size_t size;
  double bytes;
};

// MEMORY USAGE of redis-server 7.0.15 for a key of ten bytes.
class MemoryOfText : public testing::TestWithParam<KnownText> {};

TEST_P(MemoryOfText, IsExactlyThatOfRedis) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "key:000001", std::string(GetParam().size, 'x')});
  EXPECT_EQ(usage_of(played, client, "key:000001"), GetParam().bytes);
}

INSTANTIATE_TEST_SUITE_P(Sizes, MemoryOfText,
                         testing::Values(KnownText{0, 72}, KnownText{10, 72}, KnownText{20, 88}, KnownText{44, 104},
                                         KnownText{45, 120}, KnownText{64, 136}, KnownText{100, 168},
                                         KnownText{200, 280}, KnownText{500, 568}, KnownText{1000, 1080},
                                         KnownText{1024, 1336}, KnownText{2000, 2104}, KnownText{4096, 5176},
                                         KnownText{10000, 10296}, KnownText{100000, 114744}));

struct KnownAggregate {
  const char* script;
  int elements;
  double bytes;
};

// MEMORY USAGE z SAMPLES 0 of redis-server 7.0.15.
class MemoryOfAggregate : public testing::TestWithParam<KnownAggregate> {};

TEST_P(MemoryOfAggregate, IsNearToThatOfRedis) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"EVAL", std::string("for i = 1, ARGV[1] do ") + GetParam().script + " end", "0",
                      std::to_string(GetParam().elements)});
  const double usage = usage_of(played, client, "z");
  EXPECT_NEAR(usage / GetParam().bytes, 1, 0.25) << GetParam().script << " " << GetParam().elements << ": " << usage;
}

constexpr const char* kHash = "redis.call('HSET', 'z', 'field:'..i, 'value:'..i)";
constexpr const char* kLongHash = "redis.call('HSET', 'z', 'field:'..i, string.rep('x', 1000))";
constexpr const char* kSet = "redis.call('SADD', 'z', 'field:'..i)";
constexpr const char* kNumbers = "redis.call('SADD', 'z', i)";
constexpr const char* kList = "redis.call('RPUSH', 'z', 'field:'..i)";
constexpr const char* kLongList = "redis.call('RPUSH', 'z', string.rep('x', 1000))";
constexpr const char* kSortedSet = "redis.call('ZADD', 'z', i * 1000 + 0.5, 'field:'..i)";

INSTANTIATE_TEST_SUITE_P(Kinds, MemoryOfAggregate,
                         testing::Values(KnownAggregate{kHash, 1, 80}, KnownAggregate{kHash, 10, 240},
                                         KnownAggregate{kHash, 100, 2096}, KnownAggregate{kHash, 500, 12336},
                                         KnownAggregate{kHash, 1000, 64296}, KnownAggregate{kLongHash, 1, 1200},
                                         KnownAggregate{kLongHash, 10, 10936}, KnownAggregate{kLongHash, 1000, 1072296},
                                         KnownAggregate{kSet, 1, 176}, KnownAggregate{kSet, 10, 696},
                                         KnownAggregate{kSet, 1000, 48296}, KnownAggregate{kNumbers, 10, 80},
                                         KnownAggregate{kNumbers, 512, 1328}, KnownAggregate{kNumbers, 513, 24712},
                                         KnownAggregate{kList, 1, 144}, KnownAggregate{kList, 100, 1152},
                                         KnownAggregate{kList, 1000, 11432}, KnownAggregate{kLongList, 10, 10408},
                                         KnownAggregate{kLongList, 1000, 1029088}, KnownAggregate{kSortedSet, 1, 80},
                                         KnownAggregate{kSortedSet, 100, 2096}, KnownAggregate{kSortedSet, 129, 16176},
                                         KnownAggregate{kSortedSet, 1000, 101864}));

TEST(Memory, IsGivenBackWithTheKeys) {
  PlayedServer played;
  const ClientId client = played.server.connect();
  played.run(client, {"SET", "a", "x", "EX", "5"});
  const std::uint64_t before = played.server.used_memory_bytes();
  EXPECT_GT(before, 64U);
  played.run(client, {"RPUSH", "l", "1", "2", "3"});
  played.run(client, {"HSET", "h", "f", "v"});
  played.run(client, {"SADD", "s", "m", "1"});
  played.run(client, {"ZADD", "z", "1", "m"});
  played.run(client, {"RENAME", "l", "k"});
  played.run(client, {"LTRIM", "k", "1", "0"});
  played.run(client, {"HDEL", "h", "f"});
  played.run(client, {"SPOP", "s", "2"});
  played.run(client, {"ZREM", "z", "m"});
  EXPECT_EQ(played.server.used_memory_bytes(), before);
  played.run(client, {"FLUSHALL"});
  EXPECT_EQ(played.server.used_memory_bytes(), 0U);
}

TEST(Eviction, TakesTheKeyThatWasUsedLongestAgo) {
  PlayedServer played({.maxmemory_bytes = 4000});
  const ClientId client = played.server.connect();
  const std::string value(1000, 'x');
  for (const char* key : {"a", "b", "c"}) played.run(client, {"SET", key, value});
  EXPECT_EQ(played.run(client, {"GET", "a"}), value);
  played.run(client, {"SET", "d", value});
  played.run(client, {"PING"});
  EXPECT_EQ(played.run(client, {"EXISTS", "b"}), "0");
  EXPECT_EQ(played.run(client, {"EXISTS", "a", "c", "d"}), "3");
  EXPECT_EQ(played.server.evicted_keys(), 1U);
  EXPECT_LE(played.server.used_memory_bytes(), 4000U);
}

TEST(Eviction, IsToldToThoseWhoCachedTheKey) {
  PlayedServer played({.maxmemory_bytes = 2500});
  const ClientId listener = played.server.connect();
  const ClientId reader = played.server.connect();
  played.run(listener, {"SUBSCRIBE", "__redis__:invalidate"});
  played.run(reader, {"CLIENT", "TRACKING", "ON", "REDIRECT", "1"});
  const std::string value(1000, 'x');
  played.run(reader, {"SET", "a", value});
  played.run(reader, {"GET", "a"});
  played.run(reader, {"SET", "b", value});
  played.run(reader, {"SET", "c", value});
  played.run(reader, {"PING"});
  EXPECT_EQ(played.told(listener), "[message __redis__:invalidate [a]]");
}

TEST(OutOfMemory, RefusesOnlyWhatMayGrow) {
  PlayedServer played({.maxmemory_bytes = 1000, .evicts = false});
  const ClientId client = played.server.connect();
  const std::string error = "OOM command not allowed when used memory > 'maxmemory'.";
  played.run(client, {"SET", "a", std::string(2000, 'x')});
  EXPECT_EQ(played.run(client, {"SET", "b", "1"}), error);
  EXPECT_EQ(played.run(client, {"STRLEN", "a"}), "2000");
  EXPECT_EQ(played.run(client, {"EVAL", "return redis.call('SET', 'b', 1)", "0"}),
            error + " script: bffd7ca542cef92b3c278957b367024554d9be5b, on @user_script:1.");
  played.run(client, {"MULTI"});
  EXPECT_EQ(played.run(client, {"PING"}), error);
  EXPECT_EQ(played.run(client, {"EXEC"}), "EXECABORT Transaction discarded because of previous errors.");
  EXPECT_EQ(played.run(client, {"DEL", "a"}), "1");
  EXPECT_EQ(played.run(client, {"SET", "b", "1"}), "OK");
  EXPECT_EQ(played.server.evicted_keys(), 0U);
}

}  // namespace
}  // namespace stampede::redis::model
