// Splitting, and what --set would make of each value.
#include "simulator/sweep/vary.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>

#include "simulator/scenario/json_text.h"
#include "simulator/sweep/range.h"

namespace stampede::sweep {
namespace {

using scenario::Json;

// At the commas outside brackets and quotes.
std::vector<std::string_view> split(std::string_view list) {
  std::vector<std::string_view> items;
  std::size_t begin = 0;
  int depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',' && depth <= 0) {
      items.push_back(list.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  items.push_back(list.substr(std::min(begin, list.size())));
  return items;
}

// As JSON. What is no JSON is a text; what looks like it, and is broken, is a mistake.
std::optional<std::string> value_of(std::string_view text, std::string& why_not) {
  scenario::Problems found;
  std::optional<Json> value = scenario::parse_json(text, found);
  const std::vector<scenario::Problem> reasons = std::move(found).take();
  const bool is_structure = text.starts_with('{') || text.starts_with('[') || text.starts_with('"');
  if (!reasons.empty() && is_structure) {
    why_not = fmt::format("{}: {}", reasons.front().path, reasons.front().message);
    return std::nullopt;
  }
  if (!value || !reasons.empty()) value = Json(std::string(text));
  return value->dump(-1, ' ', false, Json::error_handler_t::replace);
}

void add_item(std::string_view item, reports::Variation& variation, std::set<std::string>& known,
              std::string& problems) {
  const auto add_problem = [&](std::string_view problem) {
    problems += fmt::format("--vary {}: \"{}\": {}\n", variation.path, item, problem);
  };
  if (item.empty()) return add_problem("expected a value before and after each comma");
  RangeValues values = is_range(item) ? expand_range(item) : RangeValues{{std::string(item)}, {}};
  if (!values.problem.empty()) return add_problem(values.problem);
  for (const std::string& text : values.values) {
    std::string why_not;
    const std::optional<std::string> value = value_of(text, why_not);
    if (!value) return add_problem(why_not);
    if (known.insert(*value).second) variation.values.push_back(*value);
  }
}

}  // namespace

VaryResult parse_vary(const std::vector<std::string>& texts) {
  VaryResult result;
  for (const std::string& text : texts) {
    // An object among the values may contain further equals signs; a path in quotes may not.
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      result.problems +=
          fmt::format("--vary: expected PATH=VALUE,VALUE,... or PATH={}, found \"{}\"\n", kRangeNotation, text);
      continue;
    }
    reports::Variation variation{text.substr(0, equals), {}};
    const bool is_known = std::any_of(result.vary.begin(), result.vary.end(),
                                      [&](const reports::Variation& other) { return other.path == variation.path; });
    if (is_known) {
      result.problems += fmt::format("--vary {}: is varied twice; list all values in one --vary\n", variation.path);
    }
    std::set<std::string> known;
    for (const std::string_view item : split(std::string_view(text).substr(equals + 1))) {
      add_item(item, variation, known, result.problems);
    }
    result.vary.push_back(std::move(variation));
  }
  return result;
}

}  // namespace stampede::sweep
