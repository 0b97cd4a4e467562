// Sizes against what the client really writes, and what a server would.
#include "simulator/redis/wire_size.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "simulator/redis/resp.h"

namespace stampede::redis {
namespace {

std::uint64_t encoded(const std::vector<Arg>& args, const std::string& prefix) {
  std::string output;
  append_command(output, args, prefix);
  return output.size();
}

TEST(WireSize, OfCommandsIsWhatTheClientWrites) {
  const RedisKey key{"item>7"};
  const std::string large(12'345, 'x');
  const std::vector<std::vector<Arg>> commands{
      {"PING"},
      {"GET", key},
      {"SET", key, large, "PX", 1000},
      {"INCRBY", key, std::numeric_limits<std::int64_t>::min()},
      {"INCRBY", key, std::numeric_limits<std::int64_t>::max()},
      {"INCRBY", key, -1},
      {"INCRBY", key, 0},
      {"MGET", key, key, key, key, key, key, key, key, key, key},
      {"SET", key, ""},
  };
  for (const auto& command : commands) {
    for (const std::string prefix : {"", "stampede:1:", "0123456789012345678901234567890123456789"}) {
      EXPECT_EQ(wire_size_bytes(command, prefix.size()), encoded(command, prefix)) << command[0].text();
    }
  }
}

Reply reply_of(Reply::Type type, std::int64_t integer, const std::string& text) {
  Reply reply;
  reply.type = type;
  reply.integer = integer;
  reply.text = text;
  return reply;
}

TEST(WireSize, OfRepliesIsWhatTheProtocolSays) {
  EXPECT_EQ(wire_size_bytes(Reply{}), std::string("$-1\r\n").size());
  EXPECT_EQ(wire_size_bytes(reply_of(Reply::Type::integer, -120, "")), std::string(":-120\r\n").size());
  EXPECT_EQ(wire_size_bytes(reply_of(Reply::Type::status, 0, "OK")), std::string("+OK\r\n").size());
  EXPECT_EQ(wire_size_bytes(reply_of(Reply::Type::error, 0, "ERR no")), std::string("-ERR no\r\n").size());
  EXPECT_EQ(wire_size_bytes(reply_of(Reply::Type::string, 0, "")), std::string("$0\r\n\r\n").size());
  Reply array;
  array.type = Reply::Type::array;
  array.elements = {reply_of(Reply::Type::string, 0, "0123456789"), Reply{}};
  EXPECT_EQ(wire_size_bytes(array), std::string("*2\r\n$10\r\n0123456789\r\n$-1\r\n").size());
}

}  // namespace
}  // namespace stampede::redis
