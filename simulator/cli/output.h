// Where the program writes to. Nothing that leaves through here contains a password.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stampede::cli {

// The user and password parts of URLs in `text`, replaced.
std::string without_passwords(std::string_view text);

void print(std::string_view text);        // to standard output
void print_error(std::string_view text);  // to standard error, "stampede: " in front

// Whether colour makes sense on standard output: a terminal, and NO_COLOR is not set, or empty.
bool colour_wanted();
// Columns of the terminal at standard output; 100 where there is none.
std::size_t output_width();

}  // namespace stampede::cli
