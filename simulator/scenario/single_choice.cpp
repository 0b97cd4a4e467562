// Exactly one of several keys.
#include "simulator/scenario/single_choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace stampede::scenario {

std::optional<std::string> single_choice(const Section& section, std::span<const std::string_view> alternatives) {
  if (!section.is_object()) return std::nullopt;
  std::vector<std::string_view> present;
  for (const std::string_view alternative : alternatives) {
    if (section.has(alternative)) present.push_back(alternative);
  }
  if (present.size() == 1) return std::string(present.front());
  // Where something below is unknown already, it was probably meant to be the missing one.
  if (present.empty() && section.problems().touch(section.path())) return std::nullopt;
  section.problems().add(section.path(),
                         fmt::format("expected exactly one of {}, found {}", fmt::join(alternatives, ", "),
                                     present.empty() ? "none" : fmt::format("{}", fmt::join(present, " and "))));
  return std::nullopt;
}

}  // namespace stampede::scenario
