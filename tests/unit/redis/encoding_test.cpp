// Commands on the wire.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "simulator/redis/resp.h"

namespace stampede::redis {
namespace {

using namespace std::string_literals;

std::string encoded(const std::vector<Arg>& args, std::string_view prefix = {}) {
  std::string output;
  append_command(output, args, prefix);
  return output;
}

TEST(Encoding, WritesAnArrayOfBulkStrings) {
  EXPECT_EQ(encoded({"SET", "name", "value"}), "*3\r\n$3\r\nSET\r\n$4\r\nname\r\n$5\r\nvalue\r\n");
}

TEST(Encoding, PrefixesKeysAndNothingElse) {
  const RedisKey key{"name"};
  EXPECT_EQ(encoded({"SET", key, "name"}, "run:"), "*3\r\n$3\r\nSET\r\n$8\r\nrun:name\r\n$4\r\nname\r\n");
}

TEST(Encoding, WritesNumbersAsText) {
  EXPECT_EQ(encoded({0, -1, 42U}), "*3\r\n$1\r\n0\r\n$2\r\n-1\r\n$2\r\n42\r\n");
  EXPECT_EQ(encoded({std::numeric_limits<std::int64_t>::max()}), "*1\r\n$19\r\n9223372036854775807\r\n");
  EXPECT_EQ(encoded({std::numeric_limits<std::int64_t>::min()}), "*1\r\n$20\r\n-9223372036854775808\r\n");
}

TEST(Encoding, ANumberIsNeverPrefixed) { EXPECT_EQ(encoded({7}, "run:"), "*1\r\n$1\r\n7\r\n"); }

TEST(Encoding, LeavesBinaryBytesAlone) {
  const std::string value = "a\0b\r\n*1\xff"s;
  EXPECT_EQ(encoded({value}), "*1\r\n$8\r\n" + value + "\r\n");
}

TEST(Encoding, KeepsEmptyArgumentsAndEmptyKeys) {
  const RedisKey key{""};
  EXPECT_EQ(encoded({"", key}, "p"), "*2\r\n$0\r\n\r\n$1\r\np\r\n");
}

TEST(Encoding, AppendsToWhatIsThere) {
  std::string output = "before";
  append_command(output, std::vector<Arg>{"PING"}, {});
  EXPECT_EQ(output, "before*1\r\n$4\r\nPING\r\n");
}

}  // namespace
}  // namespace stampede::redis
