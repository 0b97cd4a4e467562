// Rows of data for charts, column by column, so that large tables stay compact.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace stampede::reports {

class Table {
 public:
  Table() = default;
  explicit Table(std::vector<std::string> columns);

  void add(std::vector<nlohmann::json> row);  // one value per column; null: there is none

  std::size_t rows() const { return columns_.empty() ? 0 : values_.front().size(); }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<nlohmann::json>& column(const std::string& name) const;

  // [{"strategy": "plain_ttl", "value": 3}, ...]: what Vega reads. Absent values are left out.
  nlohmann::ordered_json as_rows() const;

  // {"rows": 3, "columns": {"value": [3, 3, 4], "strategy": {"words": ["plain_ttl", "ideal"], "runs": [0, 2, 1, 1]}}}:
  // `runs` are pairs of a word and how often it comes in a row. A column that is mostly empty is {"at": [7], "values":
  // [3]}: the rows that have a value, and theirs. stampedeRows(), which comes with Vega's bundle, makes
  // the same rows of it.
  nlohmann::ordered_json compact() const;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<nlohmann::json>> values_;  // per column
};

// To five significant digits: as exact as a picture can be, and half as long in a file.
double shortened(double value);

}  // namespace stampede::reports
