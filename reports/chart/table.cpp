// Tables in the two notations that charts need.
#include "reports/chart/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

namespace stampede::reports {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

bool is_words(const std::vector<json>& values) {
  return !values.empty() &&
         std::all_of(values.begin(), values.end(), [](const json& value) { return value.is_string(); });
}

ordered_json run_lengths(const std::vector<json>& values) {
  std::map<std::string, std::size_t> known;
  ordered_json words = ordered_json::array();
  ordered_json runs = ordered_json::array();
  for (std::size_t begin = 0; begin < values.size();) {
    std::size_t end = begin;
    while (end < values.size() && values[end] == values[begin]) ++end;
    const auto [word, is_new] = known.try_emplace(values[begin].get<std::string>(), words.size());
    if (is_new) words.push_back(word->first);
    runs.push_back(word->second);
    runs.push_back(end - begin);
    begin = end;
  }
  ordered_json column;
  column["words"] = std::move(words);
  column["runs"] = std::move(runs);
  return column;
}

// Where it is shorter to say which rows have a value: what only faults have, or only repetitions.
bool is_sparse(const std::vector<json>& values) {
  const auto present = std::count_if(values.begin(), values.end(), [](const json& value) { return !value.is_null(); });
  return static_cast<std::size_t>(present) * 4 < values.size();
}

ordered_json present_only(const std::vector<json>& values) {
  ordered_json column;
  column["at"] = ordered_json::array();
  column["values"] = ordered_json::array();
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (values[row].is_null()) continue;
    column["at"].push_back(row);
    column["values"].push_back(ordered_json(values[row]));
  }
  return column;
}

}  // namespace

Table::Table(std::vector<std::string> columns) : columns_(std::move(columns)), values_(columns_.size()) {}

void Table::add(std::vector<json> row) {
  if (row.size() != columns_.size()) throw std::logic_error("a row of a table needs a value for each column");
  for (std::size_t i = 0; i < row.size(); ++i) values_[i].push_back(std::move(row[i]));
}

const std::vector<json>& Table::column(const std::string& name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), name);
  if (found == columns_.end()) throw std::logic_error("a table has no column " + name);
  return values_[static_cast<std::size_t>(found - columns_.begin())];
}

ordered_json Table::as_rows() const {
  ordered_json all = ordered_json::array();
  for (std::size_t row = 0; row < rows(); ++row) {
    ordered_json object = ordered_json::object();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!values_[i][row].is_null()) object[columns_[i]] = values_[i][row];
    }
    all.push_back(std::move(object));
  }
  return all;
}

ordered_json Table::compact() const {
  ordered_json columns = ordered_json::object();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    columns[columns_[i]] = is_words(values_[i])    ? run_lengths(values_[i])
                           : is_sparse(values_[i]) ? present_only(values_[i])
                                                   : ordered_json(values_[i]);
  }
  ordered_json table;
  table["rows"] = rows();
  table["columns"] = std::move(columns);
  return table;
}

double shortened(double value) {
  constexpr int kDigits = 5;
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific, kDigits - 1);
  double result = value;
  std::from_chars(text, written.ptr, result);
  return result;
}

}  // namespace stampede::reports
