// The reference file explains every key that the loader knows, and the values that it shows are the defaults.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "real_options.h"
#include "simulator/scenario/json_text.h"
#include "simulator/scenario/known_keys.h"
#include "simulator/scenario/overrides.h"
#include "simulator/scenario/paths.h"
#include "simulator/scenario/write.h"

namespace stampede::scenario {
namespace {

const std::string kReference = std::string(STAMPEDE_SOURCE_DIR) + "/scenarios/reference.jsonc";

std::string reference_text() {
  std::ostringstream text;
  text << std::ifstream(kReference).rdbuf();
  return text.str();
}

Json reference() {
  Problems problems;
  return parse_json(reference_text(), problems).value();
}

// The comment lines "// or PATH=VALUE".
std::vector<std::string> alternatives() {
  constexpr std::string_view mark = "// or ";
  std::vector<std::string> found;
  std::istringstream lines(reference_text());
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find(mark);
    if (at != std::string::npos) found.push_back(line.substr(at + mark.size()));
  }
  return found;
}

// "section|key" of all objects in the document, in the notation of known_sections().
void collect_keys(const Json& json, const std::string& path, std::set<std::string>& keys) {
  if (json.is_array()) {
    for (std::size_t index = 0; index < json.size(); ++index)
      collect_keys(json[index], path_of_index(path, index), keys);
  }
  if (!json.is_object()) return;
  const std::string section = path.starts_with("objectives") && path != "objectives" ? "objectives.*" : path;
  for (const auto& [key, value] : json.items()) {
    keys.insert(without_indices(section) + "|" + key);
    collect_keys(value, path_of_key(path, key), keys);
  }
}

LoadResult load(const Json& document) { return load_scenario_text(document.dump(), kReference, real_options()); }

TEST(Reference, IsValid) { EXPECT_EQ(problems_text(load_scenario_file(kReference, real_options())), ""); }

TEST(Reference, HasOnlyValidAlternatives) {
  ASSERT_GE(alternatives().size(), 15U);
  for (const std::string& alternative : alternatives()) {
    LoadOptions options = real_options();
    options.set = {alternative};
    EXPECT_EQ(problems_text(load_scenario_file(kReference, options)), "") << alternative;
  }
}

TEST(Reference, ShowsEveryKeyThatTheLoaderKnows) {
  std::set<std::string> shown;
  collect_keys(reference(), "", shown);
  for (const std::string& alternative : alternatives()) {
    Json document = reference();
    Problems problems;
    apply_override(alternative, document, problems);
    collect_keys(document, "", shown);
  }
  // The loads of endpoints are like the others, but for traces.
  constexpr std::string_view of_endpoints = "endpoints[].load[]";
  for (const KnownSection& section : known_sections()) {
    std::string place(section.path);
    if (place.starts_with(of_endpoints)) place = place.substr(std::string_view("endpoints[].").size());
    for (const std::string_view key : section.keys) {
      EXPECT_TRUE(shown.contains(place + "|" + std::string(key)))
          << "\"" << key << "\" in \"" << section.path << "\" is not in the reference file";
    }
  }
}

// Removes one entry after another. Where the loader has a default for it, the scenario must stay the same.
void expect_defaults(Json& object, const std::string& path, const Json& document, const Scenario& whole, int& checked) {
  // These show an example; their default is to have none.
  const std::set<std::string> examples = {"summary",   "description", "look_at",   "writes",
                                          "endpoints", "faults",      "objectives"};
  const std::vector<std::string> keys = [&] {
    std::vector<std::string> all;
    for (const auto& [key, value] : object.items()) all.push_back(key);
    return all;
  }();
  for (const std::string& key : keys) {
    const std::string place = path_of_key(path, key);
    if (examples.contains(place) || place.starts_with("strategies")) continue;
    const Json original = object;
    object.erase(key);
    const LoadResult result = load(document);
    if (result.scenario) {
      ++checked;
      EXPECT_EQ(to_json_text(*result.scenario), to_json_text(whole)) << place << " does not show its default";
    }
    object = original;
    if (object[key].is_object()) expect_defaults(object[key], place, document, whole, checked);
  }
}

TEST(Reference, ShowsTheDefaultOfEveryEntryThatHasOne) {
  Json document = reference();
  const Scenario whole = load(document).scenario.value();
  int checked = 0;
  expect_defaults(document, "", document, whole, checked);
  for (std::size_t index = 0; index < document["load"].size(); ++index) {
    expect_defaults(document["load"][index], path_of_index("load", index), document, whole, checked);
  }
  for (std::size_t index = 0; index < document["faults"].size(); ++index) {
    expect_defaults(document["faults"][index], path_of_index("faults", index), document, whole, checked);
  }
  expect_defaults(document["writes"][0], "writes[0]", document, whole, checked);
  EXPECT_GE(checked, 40);
}

TEST(Reference, IsWrittenAndReadAsTheSameScenario) {
  const Scenario first = load(reference()).scenario.value();
  const LoadResult second = load_scenario_text(to_json_text(first), "written", real_options());
  ASSERT_EQ(problems_text(second), "");
  EXPECT_EQ(*second.scenario, first);
}

}  // namespace
}  // namespace stampede::scenario
