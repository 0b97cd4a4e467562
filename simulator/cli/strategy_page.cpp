#include "simulator/cli/strategy_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "simulator/cli/wrapped_text.h"

namespace stampede::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLabelWidth = 16;

std::string operations_text(const StrategyInfo& strategy) {
  const std::vector<std::string_view> names = names_of(strategy.operations);
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

// Heading and text, in the order in which a reader asks. A plug-in need not have something to say to each.
std::vector<std::pair<std::string_view, std::string>> sections_of(const StrategyInfo& strategy) {
  std::vector<std::pair<std::string_view, std::string>> sections{{"What it does", strategy.description},
                                                                 {"When to choose", strategy.when_to_choose},
                                                                 {"Guarantees", strategy.guarantees},
                                                                 {"Costs", strategy.costs},
                                                                 {"Beside reading", operations_text(strategy)},
                                                                 {"Comes from", strategy.provenance},
                                                                 {"Plug-in", strategy.plugin}};
  std::erase_if(sections, [](const auto& section) { return section.second.empty(); });
  return sections;
}

// In a table a bar would end the cell.
std::string cell(std::string_view words) {
  std::string text;
  for (const char letter : words) {
    if (letter == '|') text += '\\';
    text += letter;
  }
  return text;
}

enum class Kind { strategy, guard, bound };

Kind kind_of(const StrategyInfo& strategy) {
  return strategy.is_bound ? Kind::bound : strategy.is_guard ? Kind::guard : Kind::strategy;
}

constexpr std::pair<Kind, std::string_view> kKinds[] = {
    {Kind::strategy, "Strategies"},
    {Kind::guard, "Layers that keep no values, for above or below a strategy (circuit_breaker/plain_ttl/origin_limit)"},
    {Kind::bound, "No strategy, but the bound that none can beat"}};

std::string kind_note(const StrategyInfo& strategy) {
  switch (kind_of(strategy)) {
    case Kind::strategy:
      return {};
    case Kind::guard:
      return fmt::format("A layer that keeps no values: plain_ttl/{0} has it below plain_ttl, {0}/plain_ttl above.",
                         strategy.name);
    case Kind::bound:
      return "No strategy: a bound, worked out by the harness with knowledge that no strategy can have.";
  }
  return {};
}

}  // namespace

std::string strategy_overview(const Registry& registry) {
  std::size_t width = 0;
  for (const StrategyInfo& strategy : registry.all()) width = std::max(width, strategy.name.size());
  std::string text;
  for (const auto& [kind, heading] : kKinds) {
    std::string lines;
    for (const StrategyInfo& strategy : registry.all()) {
      if (kind_of(strategy) != kind) continue;
      const std::string name = fmt::format("  {:{}}  ", strategy.name, width);
      append_wrapped(lines, name, std::string(name.size(), ' '), strategy.summary);
    }
    if (!lines.empty()) text += fmt::format("{}{}:\n{}", text.empty() ? "" : "\n", heading, lines);
  }
  return text + "\nMore about one, with its parameters: stampede list strategies NAME\n";
}

std::string strategy_text(const StrategyInfo& strategy) {
  std::string text = fmt::format("{}\n", strategy.name);
  append_wrapped(text, "  ", "  ", strategy.summary);
  if (const std::string note = kind_note(strategy); !note.empty()) append_wrapped(text, "  ", "  ", note);
  text += "\n";
  for (const auto& [heading, words] : sections_of(strategy)) {
    const std::string label = fmt::format("  {:{}}", heading, kLabelWidth);
    append_wrapped(text, label, std::string(label.size(), ' '), words);
  }
  if (!strategy.parameters.empty()) text += "\n  Parameters\n";
  for (const ParameterSpec& parameter : strategy.parameters) {
    text += fmt::format("    {}={}  ({})\n", parameter.name, parameter.default_text(), parameter.expectation());
    append_wrapped(text, "        ", "        ", parameter.meaning);
  }
  return text;
}

std::string strategy_markdown(const StrategyInfo& strategy) {
  std::string text = fmt::format("# {}\n\n{}\n", strategy.name, strategy.summary);
  if (const std::string note = kind_note(strategy); !note.empty()) text += fmt::format("\n{}\n", note);
  for (const auto& [heading, words] : sections_of(strategy)) text += fmt::format("\n## {}\n\n{}\n", heading, words);
  if (strategy.parameters.empty()) return text;
  text += "\n## Parameters\n\n| name | default | expected | meaning |\n| --- | --- | --- | --- |\n";
  for (const ParameterSpec& parameter : strategy.parameters) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", parameter.name, cell(parameter.default_text()),
                        cell(parameter.expectation()), cell(parameter.meaning));
  }
  return text;
}

Json strategy_json(const StrategyInfo& strategy) {
  Json parameters = Json::array();
  for (const ParameterSpec& parameter : strategy.parameters) {
    parameters.push_back({{"name", parameter.name},
                          {"default", parameter.default_text()},
                          {"expected", parameter.expectation()},
                          {"meaning", parameter.meaning}});
  }
  Json json{{"name", strategy.name},
            {"summary", strategy.summary},
            {"description", strategy.description},
            {"when_to_choose", strategy.when_to_choose},
            {"provenance", strategy.provenance},
            {"guarantees", strategy.guarantees},
            {"costs", strategy.costs},
            {"guard", strategy.is_guard},
            {"bound", strategy.is_bound},
            {"operations", names_of(strategy.operations)},
            {"parameters", parameters}};
  if (!strategy.plugin.empty()) json["plugin"] = strategy.plugin;
  return json;
}

std::string strategies_markdown_index(const Registry& registry) {
  std::string text =
      "# Strategies\n\nMade by `stampede list strategies --pages docs/strategies` from what each strategy says of "
      "itself.\n";
  for (const auto& [kind, heading] : kKinds) {
    std::string lines;
    for (const StrategyInfo& strategy : registry.all()) {
      if (kind_of(strategy) != kind) continue;
      lines += fmt::format("| [{0}]({0}.md) | {1} |\n", strategy.name, cell(strategy.summary));
    }
    if (lines.empty()) continue;
    text += fmt::format("\n## {}\n\n| name | what it does |\n| --- | --- |\n{}", heading, lines);
  }
  return text;
}

}  // namespace stampede::cli
