// What an application can ask of a strategy beside reading.
#pragma once

#include <string_view>
#include <type_traits>
#include <vector>

#include "strategies/strategy.h"

namespace stampede {

struct Operations {
  bool invalidate = false;
  bool invalidate_tag = false;
  bool invalidate_by_name = false;
  bool invalidate_pattern = false;
  bool set = false;
  bool remove = false;
  bool peek = false;
  bool operator==(const Operations&) const = default;
};

template <typename Own, typename Inherited>
constexpr bool differ(Own /*member*/, Inherited /*member*/) {
  return !std::is_same_v<Own, Inherited>;
}

// Those whose members are not the ones of Strategy, which say that there is no such operation.
template <typename Class>
constexpr Operations operations_of() {
  return {.invalidate = differ(&Class::invalidate, &Strategy::invalidate),
          .invalidate_tag = differ(&Class::invalidate_tag, &Strategy::invalidate_tag),
          .invalidate_by_name = differ(&Class::invalidate_by_name, &Strategy::invalidate_by_name),
          .invalidate_pattern = differ(&Class::invalidate_pattern, &Strategy::invalidate_pattern),
          .set = differ(&Class::set, &Strategy::set),
          .remove = differ(&Class::remove, &Strategy::remove),
          .peek = differ(&Class::peek, &Strategy::peek)};
}

// As people and scenarios call them: "invalidate by key", "set", "delete", "raw access".
std::vector<std::string_view> names_of(const Operations& operations);

// Those that either has.
Operations operator|(const Operations& one, const Operations& other);

}  // namespace stampede
