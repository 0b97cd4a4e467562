// The name of a strategy with its settings.
#include "simulator/scenario/scenario.h"

#include <fmt/format.h>

namespace stampede::scenario {

std::string StrategyChoice::label() const {
  std::string text = name;
  for (const auto& [parameter, value] : given) text += fmt::format(":{}={}", parameter, value);
  return text;
}

}  // namespace stampede::scenario
