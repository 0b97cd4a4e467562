// Stamps survive the way through a cache, and damage is noticed.
#include "simulator/measure/value_stamp.h"

#include <gtest/gtest.h>

#include <string>

namespace stampede::measure {
namespace {

ValueStamp example(std::string_view key) {
  return {key, 17, TimePoint(std::chrono::milliseconds(-250)), TimePoint(std::chrono::milliseconds(750)), 12345};
}

TEST(ValueStamp, ReadsBackWhatWasWritten) {
  const std::string keys[] = {"item>7", "", std::string("with\0zero", 9), std::string(300, 'k')};
  for (const std::string& key : keys) {
    const Value value = encode(example(key), 1024);
    EXPECT_EQ(value.bytes.size(), 1024U);
    const auto stamp = decode(value.bytes);
    ASSERT_TRUE(stamp);
    EXPECT_EQ(stamp->key, key);
    EXPECT_EQ(stamp->version, 17U);
    EXPECT_EQ(stamp->snapshot, TimePoint(std::chrono::milliseconds(-250)));
    EXPECT_EQ(stamp->generated, TimePoint(std::chrono::milliseconds(750)));
    EXPECT_EQ(stamp->computation, 12345U);
  }
}

TEST(ValueStamp, TakesMoreThanTheAskedSizeRatherThanLoseTheKey) {
  const std::string key(100, 'k');
  const Value value = encode(example(key), 10);
  EXPECT_EQ(value.bytes.size(), stamp_size(key));
  ASSERT_TRUE(decode(value.bytes));
  EXPECT_EQ(decode(value.bytes)->key, key);
}

TEST(ValueStamp, NoticesEveryDamagedByteOfTheStamp) {
  const Value value = encode(example("item>7"), 200);
  for (std::size_t at = 0; at < stamp_size("item>7"); ++at) {
    std::string damaged = value.bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    EXPECT_FALSE(decode(damaged)) << "byte " << at;
  }
}

TEST(ValueStamp, NoticesLostAndAddedBytes) {
  const Value value = encode(example("item>7"), 200);
  for (std::size_t size = 0; size < value.bytes.size(); ++size) {
    EXPECT_FALSE(decode(std::string_view(value.bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(decode(value.bytes + "."));
}

TEST(ValueStamp, RefusesWhatIsNoStamp) {
  EXPECT_FALSE(decode(""));
  EXPECT_FALSE(decode("null"));
  EXPECT_FALSE(decode(std::string(1024, '\xff')));
}

}  // namespace
}  // namespace stampede::measure
