// Sentences in which several strategies share what can be said once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stampede::reports {

// What one strategy did, to follow a verb: "failed" "999 of 1000 requests (timeout)".
struct Deed {
  std::string first;  // in full, at the first mention
  std::string later;  // what is left of it once another strategy has said the rest: "5 of 1000 (redis)"
  double weight = 0;  // the heaviest are named first
};

struct Doer {
  std::string label;
  Deed deed;
};

inline constexpr std::size_t kNamesMax = 4;

// "a", "a and b", "a, b and 3 more". One more than names_max is named rather than counted.
std::string names_text(const std::vector<std::string>& names, std::size_t names_max = kNamesMax);

// "a and b failed 9 of 10 requests; c 5 of 10; 2 more likewise." Equal deeds share a clause.
std::string sentence(std::string_view verb, std::vector<Doer> doers);

}  // namespace stampede::reports
