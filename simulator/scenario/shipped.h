// The scenarios that come with the program: files in a folder, known by their names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stampede::scenario {

struct ShippedScenario {
  std::string name;  // the file's name without ".json"
  std::string path;
  std::string group;  // the folder that it is in, "one-key"
  // Of a file that can be read.
  std::string summary;
  std::string description;
  std::vector<std::string> look_at;
  bool live_under_a_minute = false;
};

// All *.json below `folder` except the schema, by name.
std::vector<ShippedScenario> list_shipped(const std::string& folder);

struct FoundScenario {
  std::string path;     // empty: there is none
  std::string problem;  // then why: `no file and no shipped scenario "cold"; did you mean "cold-cache-1000"?`
};

// `name` is a file, or the name of a shipped scenario. Files win.
FoundScenario find_scenario(const std::string& name, const std::string& folder);

}  // namespace stampede::scenario
