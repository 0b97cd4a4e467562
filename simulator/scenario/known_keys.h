// Every key that a scenario file may have, section by section: the one list behind "unknown key" messages and
// the check that the reference file explains all of them.
#pragma once

#include <span>
#include <string_view>

namespace stampede::scenario {

struct KnownSection {
  std::string_view path;  // "load[].closed_loop"; "" is the file itself
  std::span<const std::string_view> keys;
};

std::span<const KnownSection> known_sections();

// `path` may have indices. Throws std::logic_error for a section that is not in the list.
std::span<const std::string_view> known_keys(std::string_view path);

}  // namespace stampede::scenario
