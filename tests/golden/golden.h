// Comparing what a report makes with the file that it made when somebody last looked at it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "reports/result/result_json.h"

namespace stampede::golden {

inline std::filesystem::path file(const std::string& name) {
  return std::filesystem::path(STAMPEDE_SOURCE_DIR "/tests/golden") / name;
}

inline reports::Result result(const std::string& name = "result.json") { return reports::read_result(file(name)); }

// With STAMPEDE_RENEW_GOLDEN in the environment the file is written instead, and the test fails, so that nobody takes
// the run for a test.
inline void expect_golden(const std::string& name, const std::string& text) {
  if (std::getenv("STAMPEDE_RENEW_GOLDEN") != nullptr) {
    std::ofstream(file(name), std::ios::binary) << text;
    ADD_FAILURE() << name << " was written anew: look at the difference, and run the test without "
                  << "STAMPEDE_RENEW_GOLDEN";
    return;
  }
  std::ifstream golden(file(name), std::ios::binary);
  ASSERT_TRUE(golden) << name << " is missing: see tests/golden/README.md";
  const std::string expected{std::istreambuf_iterator<char>(golden), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, expected) << "of " << name << "; if the new one is right, see tests/golden/README.md";
}

}  // namespace stampede::golden
