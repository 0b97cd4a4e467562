// Completing strategies, and the notation of --strategy.
#include "simulator/scenario/strategy_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/scenario/layered_choice.h"
#include "simulator/scenario/paths.h"
#include "strategies/nearest_name.h"

namespace stampede::scenario {
namespace {

constexpr std::string_view kOption = "--strategy";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  while (true) {
    const std::size_t end = text.find(separator);
    pieces.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

struct Named {
  std::string strategy;
  std::map<std::string, std::string> given;
};

void add_parameter(const std::string& piece, const std::string& whole, Named& named, std::string*& last_value,
                   Problems& problems) {
  const std::size_t equals = piece.find('=');
  if (equals == std::string::npos && last_value != nullptr) {
    *last_value += ":" + piece;
    return;
  }
  if (equals == std::string::npos || equals == 0) {
    problems.add(std::string(kOption),
                 fmt::format("\"{}\": expected PARAMETER=VALUE after the colon, found \"{}\"", whole, piece));
    return;
  }
  const auto [place, is_new] = named.given.emplace(piece.substr(0, equals), piece.substr(equals + 1));
  last_value = &place->second;
  if (!is_new) problems.add(std::string(kOption), fmt::format("\"{}\": {} occurs twice", whole, place->first));
}

Named parse_one(const std::string& text, Problems& problems) {
  const std::vector<std::string> pieces = split(text, ':');
  Named named{pieces.front(), {}};
  std::string* last_value = nullptr;
  for (std::size_t index = 1; index < pieces.size(); ++index) {
    add_parameter(pieces[index], text, named, last_value, problems);
  }
  return named;
}

void read_one(const std::string& text, const Registry& registry, const FreshnessPromise& freshness,
              std::vector<StrategyChoice>& choices, Problems& problems) {
  Problems found;
  std::vector<StrategyChoice> layers;
  const std::vector<std::string> texts = split(text, kLayerSeparator);
  for (const std::string& layer : texts) {
    const Named named = parse_one(layer, problems);
    const StrategyInfo* info = find_strategy(registry, named.strategy, "", found);
    if (info == nullptr) continue;
    if (info->is_bound && texts.size() > 1)
      found.add("", fmt::format("{} is no strategy, and cannot be a layer", info->name));
    layers.push_back(complete_choice(*info, named.given, freshness, "", found));
  }
  if (const std::string twice = repeated_layer(layers); !twice.empty()) {
    found.add("", fmt::format("{} occurs twice among the layers; each can be there once", twice));
  } else if (layers.size() == texts.size()) {
    StrategyChoice choice = stack_of_choices(layers);
    const auto same = [&](const StrategyChoice& other) { return is_same(choice, other); };
    if (std::any_of(choices.begin(), choices.end(), same)) {
      problems.add(std::string(kOption), fmt::format("\"{}\" is listed twice", text));
    }
    choices.push_back(std::move(choice));
  }
  for (Problem& problem : std::move(found).take()) {
    const std::string where = problem.path.empty() ? "" : problem.path + ": ";
    problems.add(std::string(kOption), fmt::format("\"{}\": {}{}", text, where, problem.message));
  }
}

}  // namespace

bool is_same(const StrategyChoice& a, const StrategyChoice& b) {
  return a.name == b.name && a.parameters == b.parameters;
}

const StrategyInfo* find_strategy(const Registry& registry, const std::string& name, const std::string& path,
                                  Problems& problems) {
  const StrategyInfo* info = registry.find(name);
  if (info != nullptr) return info;
  std::vector<std::string_view> known;
  for (const StrategyInfo& strategy : registry.all()) known.push_back(strategy.name);
  problems.add(path, fmt::format("unknown strategy \"{}\"{}", name, suggestion(name, known)));
  return nullptr;
}

StrategyChoice complete_choice(const StrategyInfo& info, const std::map<std::string, std::string>& given,
                               const FreshnessPromise& freshness, const std::string& path, Problems& problems) {
  StrategyChoice choice;
  choice.name = info.name;
  std::vector<ParameterError> errors;
  choice.parameters =
      complete_parameters(info.parameters, given, Freshness{freshness.fresh_for, freshness.keep_for}, errors);
  for (ParameterError& error : errors) problems.add(path_of_key(path, error.parameter), std::move(error.message));
  // In one notation ("1s", not "1000ms"), so that the same setting has the same label everywhere.
  for (const auto& [name, text] : given) {
    const auto value = choice.parameters.all().find(name);
    if (value != choice.parameters.all().end()) choice.given.emplace(name, to_text(value->second));
  }
  return choice;
}

std::vector<StrategyChoice> parse_strategy_list(const std::vector<std::string>& texts, const Registry& registry,
                                                const FreshnessPromise& freshness, Problems& problems) {
  std::vector<StrategyChoice> choices;
  for (const std::string& list : texts) {
    for (const std::string& text : split(list, ',')) {
      if (text.empty()) {
        problems.add(std::string(kOption), fmt::format("expected NAME[:PARAMETER=VALUE]..., found an empty name in "
                                                       "\"{}\"",
                                                       list));
        continue;
      }
      read_one(text, registry, freshness, choices, problems);
    }
  }
  return choices;
}

}  // namespace stampede::scenario
