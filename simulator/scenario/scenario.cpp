// The name of a strategy with its settings.
#include "simulator/scenario/scenario.h"

#include <fmt/format.h>

#include "simulator/scenario/layered_choice.h"

namespace stampede::scenario {

std::string StrategyChoice::label() const {
  std::string text;
  for (const StrategyChoice& layer : layers_of_choice(*this)) {
    if (!text.empty()) text += kLayerSeparator;
    text += layer.name;
    for (const auto& [parameter, value] : layer.given) text += fmt::format(":{}={}", parameter, value);
  }
  return text;
}

}  // namespace stampede::scenario
