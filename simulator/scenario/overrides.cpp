// Walking to a place in the document and putting a value there.
#include "simulator/scenario/overrides.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "simulator/scenario/item.h"
#include "simulator/scenario/json_text.h"
#include "simulator/scenario/paths.h"

namespace stampede::scenario {
namespace {

using Step = std::variant<std::string, std::size_t>;

// One step in brackets: an index, or a key with or without quotes.
std::optional<Step> bracketed(std::string_view inside) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(inside.data(), inside.data() + inside.size(), index);
  if (error == std::errc() && end == inside.data() + inside.size()) return Step(index);
  if (inside.size() >= 2 && inside.front() == '"' && inside.back() == '"') {
    inside.remove_prefix(1);
    inside.remove_suffix(1);
  }
  if (inside.empty()) return std::nullopt;
  return Step(std::string(inside));
}

// Takes the first step off the path.
std::optional<Step> next_step(std::string_view& path) {
  if (path.starts_with('[')) {
    const std::size_t closing = path.find(']');
    if (closing == std::string_view::npos) return std::nullopt;
    const std::string_view inside = path.substr(1, closing - 1);
    path.remove_prefix(closing + 1);
    return bracketed(inside);
  }
  const std::string_view key = path.substr(0, path.find_first_of(".["));
  path.remove_prefix(key.size());
  if (key.empty()) return std::nullopt;
  return Step(std::string(key));
}

std::optional<std::vector<Step>> steps_of(std::string_view path) {
  std::vector<Step> steps;
  while (true) {
    const std::optional<Step> step = next_step(path);
    if (!step) return std::nullopt;
    steps.push_back(*step);
    if (path.empty()) return steps;
    if (path.starts_with('[')) continue;
    if (!path.starts_with('.')) return std::nullopt;
    path.remove_prefix(1);
    if (path.starts_with('[')) return std::nullopt;
  }
}

// Walks down, and makes the objects that are missing on the way.
class Walker {
 public:
  explicit Walker(Json& document) : at_(&document) {}

  bool into(const std::string& key) {
    if (at_->is_null()) *at_ = Json::object();
    // A strategy without parameters is written as its name alone.
    if (*at_ == key) *at_ = Json{{key, Json::object()}};
    if (!at_->is_object()) return stop(fmt::format("{} is no object but {}", name(), shown(*at_)));
    path_ = path_of_key(path_, key);
    at_ = &(*at_)[key];
    return true;
  }

  bool into(std::size_t index) {
    if (!at_->is_array()) return stop(fmt::format("{} is no array but {}", name(), shown(*at_)));
    if (index >= at_->size()) return stop(fmt::format("{} has {} entries, counted from 0", name(), at_->size()));
    path_ = path_of_index(path_, index);
    at_ = &(*at_)[index];
    return true;
  }

  Json& here() const { return *at_; }
  const std::string& obstacle() const { return obstacle_; }

 private:
  std::string name() const { return path_.empty() ? "the scenario" : path_; }
  bool stop(std::string obstacle) {
    obstacle_ = std::move(obstacle);
    return false;
  }

  Json* at_;
  std::string path_;
  std::string obstacle_;
};

// Empty if it looks like JSON and is wrong in a way that must not pass as a text.
std::optional<Json> value_of(std::string_view text, std::string_view setting, Problems& problems) {
  Problems found;
  std::optional<Json> value = parse_json(text, found);
  if (value && found.none()) return value;
  const bool is_structure = text.starts_with('{') || text.starts_with('[') || text.starts_with('"');
  const std::vector<Problem> reasons = std::move(found).take();
  const bool is_overflow = reasons.front().message.find("number overflow") != std::string::npos;
  if (!is_structure && !is_overflow) return Json(std::string(text));
  for (const Problem& reason : reasons) {
    problems.add("--set", fmt::format("\"{}\": {}: {}", setting, reason.path, reason.message));
  }
  return std::nullopt;
}

}  // namespace

void apply_override(std::string_view setting, Json& document, Problems& problems) {
  const std::size_t equals = setting.find('=');
  const auto steps = equals == std::string_view::npos ? std::nullopt : steps_of(setting.substr(0, equals));
  if (!steps) {
    problems.add("--set", fmt::format("expected PATH=VALUE such as load[0].burst=200, found \"{}\"", setting));
    return;
  }
  std::optional<Json> value = value_of(setting.substr(equals + 1), setting, problems);
  if (!value) return;
  Walker walker(document);
  for (const Step& step : *steps) {
    if (std::visit([&](const auto& to) { return walker.into(to); }, step)) continue;
    problems.add("--set", fmt::format("\"{}\": {}", setting, walker.obstacle()));
    return;
  }
  walker.here() = std::move(*value);
}

}  // namespace stampede::scenario
