// What is wrong with a scenario, collected so that all of it can be reported at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stampede::scenario {

struct Problem {
  std::string path;     // "load[0].poisson.for", "line 3, column 5", "--strategy"; empty: the file as a whole
  std::string message;  // what was expected, and what was found
  bool operator==(const Problem&) const = default;
};

class Problems {
 public:
  void add(std::string path, std::string message) { problems_.push_back({std::move(path), std::move(message)}); }
  bool none() const { return problems_.empty(); }
  // Whether anything is wrong at or below `path`: then comparing it with other entries would only confuse.
  bool touch(std::string_view path) const;
  std::vector<Problem> take() && { return std::move(problems_); }

 private:
  std::vector<Problem> problems_;
};

}  // namespace stampede::scenario
