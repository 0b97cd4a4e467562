#include "strategies/operations.h"

#include <utility>

namespace stampede {
namespace {

constexpr std::pair<bool Operations::*, std::string_view> kNames[] = {
    {&Operations::invalidate, "invalidate by key"},
    {&Operations::invalidate_tag, "invalidate by tag"},
    {&Operations::invalidate_by_name, "invalidate by name"},
    {&Operations::invalidate_pattern, "invalidate by pattern"},
    {&Operations::set, "set"},
    {&Operations::remove, "delete"},
    {&Operations::peek, "raw access"},
};

}  // namespace

std::vector<std::string_view> names_of(const Operations& operations) {
  std::vector<std::string_view> names;
  for (const auto& [operation, name] : kNames) {
    if (operations.*operation) names.push_back(name);
  }
  return names;
}

Operations operator|(const Operations& one, const Operations& other) {
  Operations both = one;
  for (const auto& [operation, name] : kNames) both.*operation = one.*operation || other.*operation;
  return both;
}

}  // namespace stampede
