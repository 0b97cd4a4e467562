// The calls that the keys stand for.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/sections.h"
#include "strategies/call_keys.h"

namespace stampede::scenario {
namespace {

// Names beyond these letters could be taken for parts of other calls.
bool is_identifier(std::string_view name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
  return !name.empty() && name.find_first_not_of(letters) == std::string_view::npos;
}

std::optional<CallArgument> read_argument(const Item& item) {
  const Json& json = item.json();
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const bool fits = !json.is_number_unsigned() || json.get<std::uint64_t>() <= kLargest;
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number_integer() && fits) return json.get<std::int64_t>();
  item.expected("a text or an integer");
  return std::nullopt;
}

void read_keywords(const Item& item, Call& call) {
  if (!item.json().is_object()) return item.expected("an object of arguments by name");
  for (const auto& [name, json] : item.json().items()) {
    const Item argument(json, path_of_key(item.path(), name), item.problems());
    if (!is_identifier(name)) argument.report("expected a name of letters, digits, '_' and '.'");
    if (const auto value = read_argument(argument)) call.kwargs.emplace(name, *value);
  }
}

Call read_call(const Item& item) {
  const Section section(item);
  Call call;
  if (const auto function = section.require("function", "the name of a function or model")) {
    const bool good = function->json().is_string() && is_identifier(function->json().get_ref<const std::string&>());
    if (!good) {
      function->expected("a name of letters, digits, '_' and '.'");
    } else {
      call.function = function->json().get<std::string>();
    }
  }
  if (const auto args = section.find("args")) {
    for_each_element(*args, [&](const Item& argument) {
      if (const auto value = read_argument(argument)) call.args.push_back(*value);
    });
  }
  if (const auto kwargs = section.find("kwargs")) read_keywords(*kwargs, call);
  return call;
}

void check_names(const Item& calls, const std::vector<Call>& all) {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string path = path_of_index(calls.path(), i);
    const std::string name = unambiguous_key(all[i]);
    if (name.size() > kLongestKeyName) {
      calls.problems().add(
          path, fmt::format("is {} letters long when written out; expected at most {}", name.size(), kLongestKeyName));
    }
    const auto [first, is_new] = places.emplace(name, i);
    if (!is_new) {
      calls.problems().add(path, fmt::format("is the same call as {}", path_of_index(calls.path(), first->second)));
    }
  }
}

}  // namespace

void read_calls(const Section& section, Keys& keys) {
  const auto item = section.find("calls");
  if (!item) return;
  for (const char* const other : {"count", "name"}) {
    if (section.has(other)) {
      section.problems().add(section.path_of(other),
                             "does not go with calls, from which number and names of keys follow");
    }
  }
  for_each_element(*item, [&](const Item& call) { keys.calls.push_back(read_call(call)); });
  if (item->json().is_array() && item->json().empty()) item->expected("an array with at least one call");
  if (item->problems().touch(item->path())) return;
  check_names(*item, keys.calls);
  keys.count = keys.calls.size();
}

}  // namespace stampede::scenario
