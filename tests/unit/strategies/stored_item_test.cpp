// Stored items: they come back as they were, whatever the bytes.
#include "strategies/stored_item.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace stampede {
namespace {

using namespace std::chrono_literals;

TEST(StoredItem, ComesBackAsItWas) {
  for (const std::string& bytes : {std::string(), std::string("v:1:2"), std::string("\0\n:", 3)}) {
    const StoredItem item = decode_stored_item(encode({.fresh_until = 17s, .computed_in = 5ms, .value = Value{bytes}}));
    EXPECT_EQ(item.fresh_until, 17s);
    EXPECT_EQ(item.computed_in, 5ms);
    EXPECT_EQ(item.value.bytes, bytes);
  }
}

TEST(StoredItem, HasAKnownForm) {
  EXPECT_EQ(encode({.fresh_until = 3ns, .computed_in = 2ns, .value = Value{"x"}}), "3:2:x");
}

TEST(StoredItem, IsNotAnythingElse) {
  for (const char* const text : {"", "1", "1:", "1:2", "x:2:v", "1:x:v", "99999999999999999999:1:v"}) {
    EXPECT_THROW(decode_stored_item(text), std::runtime_error) << text;
  }
}

}  // namespace
}  // namespace stampede
