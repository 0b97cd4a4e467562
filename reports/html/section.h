// One scenario (or sweep) of the page.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "reports/chart/chart.h"
#include "reports/html/markup.h"
#include "reports/html/standing.h"
#include "reports/result/result.h"

namespace stampede::reports::html {

struct Section {
  std::string id;    // "s1"
  std::string file;  // where the result was read from
  const Result* result = nullptr;
  std::vector<Standing> standings;  // empty for a sweep
  ChartSet charts;
  std::vector<std::string> colours;      // of the standings
  std::vector<std::string> chart_names;  // the standings' names in the charts
};

Section make_section(std::size_t number, const std::string& file, const Result& result, const ChartOptions& options);

Html section_html(const Section& section);
// What scripts need: tables and specifications of charts, names of strategies. JSON, not yet fit for a <script>.
std::string section_json(const Section& section);

// What the contents say of it: "3 of 9 strategies meet all 2 objectives."
std::string summary_of(const Section& section);
// Of the scenario itself, from its own words.
struct Description {
  std::string summary;
  std::string description;
  std::vector<std::string> look_at;
};
Description description_of(const Result& result);

// The metrics that its tables show.
std::set<std::string> metrics_in(const Section& section);

}  // namespace stampede::reports::html
