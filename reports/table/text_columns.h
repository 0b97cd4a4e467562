// Columns of figures for a terminal: numbers right-aligned, their units under each other, headings over one column
// or several.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stampede::reports {

struct Cell {
  std::string number;  // "1.01"
  std::string suffix;  // " ms", "+"
};

struct Column {
  std::string group;  // shared with the neighbours of the same group: "latency"
  std::string name;   // below it: "p99"
  std::vector<Cell> cells;
  std::string above;  // a further line over the group, where it would be too wide: "Redis" over "commands"
};

class TextColumns {
 public:
  explicit TextColumns(std::vector<Column> columns);

  // All columns with the gap before each.
  std::size_t width() const;
  std::vector<std::string> heading() const;  // three lines; the first may be empty
  std::string row(std::size_t index) const;

 private:
  struct Widths {
    std::size_t number = 0;
    std::size_t suffix = 0;
    std::size_t whole = 0;
  };
  std::size_t group_end(std::size_t first) const;
  std::size_t group_width(std::size_t first, std::size_t end) const;

  std::vector<Column> columns_;
  std::vector<Widths> widths_;
};

}  // namespace stampede::reports
