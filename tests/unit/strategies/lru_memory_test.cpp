// The bounded memory: who leaves when it is full, and when entries expire.
#include "strategies/lru_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace stampede {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint kStart{};
constexpr TimePoint kNever = TimePoint::max();

TEST(LruMemory, TheLeastRecentlyReadLeavesFirst) {
  LruMemory memory(2);
  EXPECT_FALSE(memory.put("a", {"1"}, kNever));
  EXPECT_FALSE(memory.put("b", {"2"}, kNever));
  EXPECT_TRUE(memory.find("a", kStart));
  EXPECT_TRUE(memory.put("c", {"3"}, kNever));
  EXPECT_FALSE(memory.find("b", kStart));
  EXPECT_EQ(memory.find("a", kStart), Value{"1"});
  EXPECT_EQ(memory.find("c", kStart), Value{"3"});
}

TEST(LruMemory, APeekIsNoUse) {
  LruMemory memory(2);
  memory.put("a", {"1"}, kNever);
  memory.put("b", {"2"}, kStart + 1s);
  EXPECT_EQ(memory.peek("a", kStart), Value{"1"});
  EXPECT_EQ(memory.peek("c", kStart), std::nullopt);
  EXPECT_EQ(memory.peek("b", kStart + 1s), std::nullopt);
  EXPECT_EQ(memory.size(), 2U) << "what has expired is still there";
  memory.put("c", {"3"}, kNever);
  EXPECT_EQ(memory.peek("a", kStart), std::nullopt) << "least recently used in spite of the peek";
}

TEST(LruMemory, WritingAgainIsAUseAndNoEviction) {
  LruMemory memory(2);
  memory.put("a", {"1"}, kNever);
  memory.put("b", {"2"}, kNever);
  EXPECT_FALSE(memory.put("a", {"new"}, kNever));
  EXPECT_TRUE(memory.put("c", {"3"}, kNever));
  EXPECT_FALSE(memory.find("b", kStart));
  EXPECT_EQ(memory.find("a", kStart), Value{"new"});
}

TEST(LruMemory, EntriesEndAtTheirExpiryAndLeaveRoom) {
  LruMemory memory(1);
  memory.put("a", {"1"}, kStart + 10s);
  EXPECT_TRUE(memory.find("a", kStart + 10s - 1ns));
  EXPECT_FALSE(memory.find("a", kStart + 10s));
  EXPECT_EQ(memory.size(), 0U);
  EXPECT_FALSE(memory.put("b", {"2"}, kNever));
}

TEST(LruMemory, ErasedEntriesAreGone) {
  LruMemory memory(2);
  memory.put("a", {"1"}, kNever);
  memory.erase("a");
  memory.erase("unknown");
  EXPECT_FALSE(memory.find("a", kStart));
}

// Against a plain list, for every operation of a long pseudo-random sequence.
TEST(LruMemory, AgreesWithASimpleModel) {
  constexpr std::size_t kCapacity = 5;
  LruMemory memory(kCapacity);
  std::vector<std::string> model;  // least recently used first
  std::uint32_t state = 1;
  for (int step = 0; step < 20'000; ++step) {
    state = state * 1664525U + 1013904223U;
    const std::string key = std::to_string((state >> 16U) % 9);
    const auto held = std::find(model.begin(), model.end(), key);
    const bool known = held != model.end();
    if (known) model.erase(held);
    if ((state >> 28U) < 6) {
      EXPECT_EQ(memory.put(key, {key}, kNever), !known && model.size() == kCapacity);
      model.push_back(key);
      if (model.size() > kCapacity) model.erase(model.begin());
    } else if ((state >> 28U) == 15) {
      memory.erase(key);
    } else {
      EXPECT_EQ(memory.find(key, kStart).has_value(), known);
      if (known) model.push_back(key);
    }
    ASSERT_EQ(memory.size(), model.size());
  }
}

TEST(LruMemory, IsEmptyWhenItWasCleared) {
  LruMemory memory(2);
  memory.put("a", {"1"}, kNever);
  memory.put("b", {"2"}, kNever);
  memory.clear();
  EXPECT_EQ(memory.size(), 0U);
  EXPECT_EQ(memory.find("a", kStart), std::nullopt);
  EXPECT_FALSE(memory.put("c", {"3"}, kNever));
  EXPECT_EQ(memory.find("c", kStart), Value{"3"});
}

}  // namespace
}  // namespace stampede
