// Words in lines of a terminal's usual width, for lists and pages.
#pragma once

#include <string>
#include <string_view>

namespace stampede::cli {

// The first line has an indent of its own, which may be a heading as wide as the others'.
void append_wrapped(std::string& text, std::string_view first_indent, std::string_view indent, std::string_view words);

}  // namespace stampede::cli
