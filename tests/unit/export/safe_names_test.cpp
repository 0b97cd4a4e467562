// File names.
#include "reports/export/safe_names.h"

#include <gmock/gmock.h>

namespace stampede::reports {
namespace {

TEST(SafePart, KeepsWhatEveryFileSystemTakes) {
  EXPECT_EQ(safe_part("mutex_stale:lock_ttl=5s"), "mutex_stale_lock_ttl=5s");
  EXPECT_EQ(safe_part("local_lru/plain_ttl"), "local_lru_plain_ttl");
  EXPECT_EQ(safe_part("../../etc/passwd"), "_._.._etc_passwd");
  EXPECT_EQ(safe_part("-rf"), "_rf");
  EXPECT_EQ(safe_part(".hidden"), "_hidden");
  EXPECT_EQ(safe_part("a\nb\xe2\x80\xae|c"), "a_b_c");
  EXPECT_EQ(safe_part(""), "_");
  EXPECT_EQ(safe_part(std::string(300, 'n')).size(), 80);
}

TEST(UniqueNames, AreNumberedWhereTheyWouldBeTheSame) {
  UniqueNames names;
  EXPECT_EQ(names.unique("a", ".hgrm"), "a.hgrm");
  EXPECT_EQ(names.unique("A", ".hgrm"), "A-2.hgrm");
  EXPECT_EQ(names.unique("a", ".hgrm"), "a-3.hgrm");
  EXPECT_EQ(names.unique("a-2", ".hgrm"), "a-2-2.hgrm");
}

}  // namespace
}  // namespace stampede::reports
