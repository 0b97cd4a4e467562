// Expiries as arguments give them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "simulator/redis/model/command.h"

namespace stampede::redis::model {

// EX, PX, EXAT, PXAT and their value, as options of SET and GETEX.
struct ExpiryOption {
  bool is_in_seconds = false;
  bool is_absolute = false;
  std::string_view value;

  // Throws CommandError.
  std::int64_t unix_ms(const Call& call) const;
};

// If the word at `index` begins such an option.
std::optional<ExpiryOption> read_expiry_option(const Call& call, std::size_t index);

}  // namespace stampede::redis::model
