// The model's table of commands against what a real server says of itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "real_server.h"
#include "simulator/redis/model/command.h"

namespace stampede::redis::model {
namespace {

TEST(Commands, HaveTheArityTheFlagsAndTheKeysOfRedis) {
  RealServer server;
  for (const Command* command : all_commands()) {
    const Reply information = server.control().call({"COMMAND", "INFO", std::string(command->name)});
    ASSERT_EQ(information.elements.size(), 1U);
    const Reply& entry = information.elements[0];
    ASSERT_GE(entry.elements.size(), 6U) << command->name;
    EXPECT_EQ(command->arity, entry.elements[1].integer) << command->name;
    std::set<std::string> real;
    for (const Reply& flag : entry.elements[2].elements) real.insert(flag.text);
    EXPECT_EQ(command->has(flags::kWrite), real.contains("write")) << command->name;
    EXPECT_EQ(command->has(flags::kReadOnly), real.contains("readonly")) << command->name;
    EXPECT_EQ(command->has(flags::kDenyOutOfMemory), real.contains("denyoom")) << command->name;
    EXPECT_EQ(command->has(flags::kNoTransaction), real.contains("no_multi")) << command->name;
    if (!command->has(flags::kContainer)) {
      EXPECT_EQ(command->has(flags::kNoScript), real.contains("noscript")) << command->name;
    }
    EXPECT_EQ(command->keys.first, entry.elements[3].integer) << command->name;
    EXPECT_EQ(command->keys.last, entry.elements[4].integer) << command->name;
    EXPECT_EQ(command->keys.step, entry.elements[5].integer) << command->name;
  }
}

}  // namespace
}  // namespace stampede::redis::model
