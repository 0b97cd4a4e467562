// Result files on disk: whole or not at all.
#include <gmock/gmock.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "reports/result/result_json.h"
#include "tests/unit/reports/example_runs.h"

namespace stampede::reports {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ResultFile : public testing::Test {
 protected:
  ResultFile() {
    std::string name = (fs::temp_directory_path() / "stampede-result-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    result.scenario_name = "x";
    result.scenario_json = R"({"name":"x"})";
    result.runs = {example_run("no_cache", {})};
  }
  ~ResultFile() override { fs::remove_all(folder); }

  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  std::string write_error(const fs::path& path) const {
    try {
      write_result(path, result);
    } catch (const ResultError& error) {
      return error.what();
    }
    return "no error";
  }

  fs::path folder;
  Result result;
};

// Files cannot grow beyond this size while it lives: the disk is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes_max) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes_max, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(ResultFile, IsWrittenAndReadBackAndLeavesNothingElse) {
  write_result(folder / "result.json", result);
  result.runs.push_back(example_run("plain_ttl", {}));
  write_result(folder / "result.json", result);
  EXPECT_EQ(read_result(folder / "result.json").runs.size(), 2U);
  EXPECT_THAT(files(), ElementsAre("result.json"));
}

TEST_F(ResultFile, AFullDiskLeavesTheOldFileAndNothingElse) {
  write_result(folder / "result.json", result);
  result.runs.assign(100, example_run("plain_ttl", {}));
  {
    const FullDisk full(1000);
    EXPECT_THAT(write_error(folder / "result.json"), HasSubstr("result.json: cannot write: File too large"));
    EXPECT_THAT(write_error(folder / "other.json"), HasSubstr("other.json: cannot write: File too large"));
  }
  EXPECT_THAT(files(), ElementsAre("result.json"));
  EXPECT_EQ(read_result(folder / "result.json").runs.size(), 1U);
}

TEST_F(ResultFile, AFolderInItsPlaceLeavesNothing) {
  fs::create_directory(folder / "result.json");
  EXPECT_THAT(write_error(folder / "result.json"), HasSubstr("cannot put the file in place"));
  EXPECT_THAT(files(), ElementsAre("result.json"));
  EXPECT_TRUE(fs::is_empty(folder / "result.json"));
}

TEST_F(ResultFile, AMissingFolderIsNamed) {
  EXPECT_THAT(write_error(folder / "none" / "result.json"), HasSubstr("none/result.json: cannot create a file"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(ResultFile, AResultThatCannotBePutIntoWordsLeavesNothing) {
  result.scenario_json = "no JSON";
  EXPECT_THAT(write_error(folder / "result.json"), HasSubstr("is no JSON object"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(ResultFile, ReadingWhatIsNotThereOrTruncatedNamesTheFile) {
  const auto read_error = [](const fs::path& path) -> std::string {
    try {
      read_result(path);
    } catch (const ResultError& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(read_error(folder / "none.json"), HasSubstr("none.json: cannot be read"));
  EXPECT_THAT(read_error(folder), HasSubstr("cannot be read"));
  const std::string text = to_json_text(result);
  std::ofstream(folder / "half.json") << text.substr(0, text.size() / 2);
  EXPECT_THAT(read_error(folder / "half.json"), HasSubstr("half.json: not a complete JSON document"));
}

}  // namespace
}  // namespace stampede::reports
