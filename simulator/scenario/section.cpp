// Reading of objects and arrays.
#include "simulator/scenario/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "simulator/scenario/known_keys.h"
#include "simulator/scenario/paths.h"
#include "strategies/nearest_name.h"

namespace stampede::scenario {

Section::Section(const Item& item) : item_(item), is_object_(item.json().is_object()) {
  if (!is_object_) {
    item.expected("an object");
    return;
  }
  const auto known = known_keys(item.path());
  for (const auto& [key, value] : item.json().items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    problems().add(path_of(key), "unknown key" + suggestion(key, known));
  }
}

bool Section::has(std::string_view key) const { return is_object_ && item_.json().contains(key); }

std::optional<Item> Section::find(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  return Item(item_.json().at(std::string(key)), path_of(key), problems());
}

std::optional<Item> Section::require(std::string_view key, std::string_view what) const {
  if (is_object_ && !has(key)) problems().add(path_of(key), fmt::format("missing; expected {}", what));
  return find(key);
}

std::string Section::path_of(std::string_view key) const { return path_of_key(path(), key); }

void Section::read(std::string_view key, Duration& target, Durations range) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (const auto value = item->duration(range)) target = *value;
}

void Section::read(std::string_view key, std::optional<Duration>& target, Durations range) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (item->is_none()) return target.reset();
  if (const auto value = item->duration(range, true)) target = *value;
}

void Section::read(std::string_view key, double& target, Numbers range) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (const auto value = item->number(range)) target = *value;
}

void Section::read(std::string_view key, std::optional<double>& target, Numbers range) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (item->is_none()) return target.reset();
  if (const auto value = item->number(range, true)) target = *value;
}

void Section::read(std::string_view key, bool& target) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (const auto value = item->boolean()) target = *value;
}

void Section::read(std::string_view key, std::string& target) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (auto value = item->text()) target = std::move(*value);
}

void Section::read(std::string_view key, std::optional<std::uint64_t>& target, Counts range) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (item->is_none()) return target.reset();
  if (const auto value = item->count(range, true)) target = *value;
}

void Section::read_size(std::string_view key, std::optional<std::uint64_t>& target, Sizes range) const {
  const std::optional<Item> item = find(key);
  if (!item) return;
  if (item->is_none()) return target.reset();
  if (const auto value = item->size(range, true)) target = *value;
}

void for_each_element(const Item& item, const std::function<void(const Item&)>& read) {
  if (!item.json().is_array()) return item.expected("an array");
  std::size_t index = 0;
  for (const Json& element : item.json()) read(Item(element, path_of_index(item.path(), index++), item.problems()));
}

}  // namespace stampede::scenario
