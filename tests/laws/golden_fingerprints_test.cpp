// Every build gives the fingerprints in fingerprints.json; that file says when to write it anew, and how.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/laws/fingerprints.h"

namespace stampede::laws {
namespace {

constexpr const char* kFile = STAMPEDE_SOURCE_DIR "/tests/laws/fingerprints.json";

TEST(GoldenFingerprints, AreTheSameInEveryBuild) {
  const Fingerprints now = compute_fingerprints();
  if (std::getenv("STAMPEDE_WRITE_FINGERPRINTS") != nullptr) write_fingerprints(kFile, now);
  const Fingerprints golden = read_fingerprints(kFile);
  for (const auto& [scenario, strategies] : now) {
    ASSERT_TRUE(golden.contains(scenario)) << scenario << ": " << kFile << " says what to do";
    for (const auto& [strategy, fingerprint] : strategies) {
      const auto found = golden.at(scenario).find(strategy);
      ASSERT_NE(found, golden.at(scenario).end())
          << scenario << ", " << strategy << ": " << kFile << " says what to do";
      EXPECT_EQ(fingerprint, found->second) << scenario << ", " << strategy;
    }
    EXPECT_EQ(strategies.size(), golden.at(scenario).size()) << scenario << ": strategies in the file that are no more";
  }
  EXPECT_EQ(now.size(), golden.size());
}

}  // namespace
}  // namespace stampede::laws
