#include "strategies/guarantee.h"

#include <array>

namespace stampede {

std::string_view name_of(GuaranteeKind kind) {
  constexpr std::array<std::string_view, kGuaranteeKinds> names = {
      "one_computation", "hard_lifetime", "no_lost_invalidation", "no_version_regression", "bounded_wait", "recovers"};
  return names.at(static_cast<std::size_t>(kind));
}

}  // namespace stampede
