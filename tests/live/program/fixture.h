// What most tests of the program need: a folder, small scenarios, and the result file.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "program.h"
#include "reports/result/result_json.h"

namespace stampede {

using Json = nlohmann::json;

// A burst of five on a cold key, no more than the program needs to work. Tests that are not about the generator's
// lateness must not depend on it.
Json small_scenario(const std::string& name);
// 200 requests/s for three seconds, for each strategy.
Json long_scenario(const std::string& name, const std::vector<std::string>& strategies);

double metric(const reports::RunResult& run, const std::string& name);  // 0 if there is none
const reports::RunResult& run_of(const reports::Result& result, const std::string& label);
bool has_warning(const reports::RunResult& run, const std::string& id);

// Nothing is lost: every request has ended in exactly one way.
void expect_all_accounted_for(const reports::Result& result);

class ProgramTest : public testing::Test {
 protected:
  // Writes NAME.json into the working folder; returns its name.
  std::string add(const Json& scenario) const;

  std::unique_ptr<Program> start(const std::vector<std::string>& arguments, Terminal terminal = Terminal::none) const;
  Outcome run(const std::vector<std::string>& arguments) const;
  Outcome run_program(const Start& start) const;

  std::filesystem::path result_file() const { return folder_ / "out" / "result.json"; }
  // Of a call with --out out.
  reports::Result result() const { return reports::read_result(result_file()); }
  std::size_t finished_runs() const;
  bool nothing_written() const;  // no results folder, neither named nor by default
  bool no_temporary_files() const { return std::filesystem::is_empty(folder_ / "tmp"); }

  Folder folder_;
};

}  // namespace stampede
