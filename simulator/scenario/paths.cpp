// Composition of paths.
#include "simulator/scenario/paths.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "simulator/scenario/json.h"

namespace stampede::scenario {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kWordCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
constexpr std::size_t kLongestKey = 60;

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

}  // namespace

std::string path_of_key(std::string_view parent, std::string_view key) {
  const bool number = consists_of(key, kDigits);  // also true of the empty key
  if (!number && consists_of(key, kWordCharacters))
    return fmt::format("{}{}{}", parent, parent.empty() ? "" : ".", key);
  if (!number && consists_of(key, std::string(kWordCharacters) + ".")) return fmt::format("{}[{}]", parent, key);
  const std::string quoted = Json(key.substr(0, kLongestKey)).dump(-1, ' ', true, Json::error_handler_t::replace);
  return fmt::format("{}[{}]", parent, quoted);
}

std::string path_of_index(std::string_view parent, std::size_t index) { return fmt::format("{}[{}]", parent, index); }

std::string without_indices(std::string_view path) {
  std::string result;
  while (!path.empty()) {
    const std::size_t opening = path.find('[');
    if (opening == std::string_view::npos) break;
    result += path.substr(0, opening + 1);
    path.remove_prefix(opening + 1);
    const std::size_t closing = path.find(']');
    if (closing != std::string_view::npos && consists_of(path.substr(0, closing), kDigits)) path.remove_prefix(closing);
  }
  return result += path;
}

}  // namespace stampede::scenario
