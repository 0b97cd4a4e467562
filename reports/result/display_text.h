// Text for a terminal whose columns must hold, whatever the names in a scenario contain.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace stampede::reports {

// Control characters, bytes that are not UTF-8, and characters that reorder or hide text are written as escapes.
std::string printable(std::string_view text);

// Columns that printable text takes: wide characters two, combining ones none.
std::size_t display_width(std::string_view text);

std::string pad_left(std::string_view text, std::size_t width);   // right-aligned
std::string pad_right(std::string_view text, std::size_t width);  // left-aligned

// Lines of at most `width` columns, broken at spaces where possible, and numbers kept with their units.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace stampede::reports
