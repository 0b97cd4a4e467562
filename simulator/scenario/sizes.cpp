// Reading and writing of sizes.
#include "simulator/scenario/sizes.h"

#include <fmt/format.h>

#include <array>

namespace stampede::scenario {
namespace {

constexpr std::array<Unit, 8> kSizeUnits = {
    Unit{"B", 1},         Unit{"kB", 1'000},         Unit{"KiB", 1'024},   Unit{"MB", 1'000'000},
    Unit{"MiB", 1 << 20}, Unit{"GB", 1'000'000'000}, Unit{"GiB", 1 << 30}, Unit{"KB", 1'000},
};

}  // namespace

Parsed<std::uint64_t> parse_size(std::string_view text) {
  Parsed<std::int64_t> parsed = parse_quantity(text, kSizeUnits);
  if (!parsed) return {std::nullopt, std::move(parsed.problem)};
  return {static_cast<std::uint64_t>(*parsed.value), {}};
}

std::string format_size(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 4> units = {"B", "KiB", "MiB", "GiB"};
  std::size_t unit = 0;
  for (; unit + 1 < units.size() && bytes != 0 && bytes % 1024 == 0; ++unit) bytes /= 1024;
  return fmt::format("{}{}", bytes, units[unit]);
}

}  // namespace stampede::scenario
