#include "simulator/scenario/layered_choice.h"

#include <algorithm>

namespace stampede::scenario {

StrategyChoice stack_of_choices(const std::vector<StrategyChoice>& layers) {
  if (layers.size() == 1) return layers.front();
  StrategyChoice stack;
  for (const StrategyChoice& layer : layers) {
    if (!stack.name.empty()) stack.name += kLayerSeparator;
    stack.name += layer.name;
    for (const auto& [name, value] : layer.parameters.all()) {
      stack.parameters.set(parameter_of_layer(layer.name, name), value);
    }
    for (const auto& [name, text] : layer.given) stack.given.emplace(parameter_of_layer(layer.name, name), text);
  }
  return stack;
}

std::vector<StrategyChoice> layers_of_choice(const StrategyChoice& stack) {
  const std::vector<std::string> names = layers_of(stack.name);
  if (names.size() == 1) return {stack};
  std::vector<StrategyChoice> layers;
  for (const std::string& name : names) {
    StrategyChoice& layer = layers.emplace_back();
    layer.name = name;
    const std::string prefix = parameter_of_layer(name, "");
    for (const auto& [parameter, value] : stack.parameters.all()) {
      if (parameter.starts_with(prefix)) layer.parameters.set(parameter.substr(prefix.size()), value);
    }
    for (const auto& [parameter, text] : stack.given) {
      if (parameter.starts_with(prefix)) layer.given.emplace(parameter.substr(prefix.size()), text);
    }
  }
  return layers;
}

std::string repeated_layer(const std::vector<StrategyChoice>& layers) {
  for (auto layer = layers.begin(); layer != layers.end(); ++layer) {
    const auto same = [&](const StrategyChoice& other) { return other.name == layer->name; };
    if (std::any_of(layers.begin(), layer, same)) return layer->name;
  }
  return {};
}

}  // namespace stampede::scenario
