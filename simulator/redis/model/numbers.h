// Numbers in arguments, as strictly read and as exactly written as Redis does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stampede::redis::model {

// Whole texts only: no blanks, no plus sign, no leading zeros.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<double> parse_double(std::string_view text);
std::optional<long double> parse_long_double(std::string_view text);

// Throw CommandError.
std::int64_t to_integer(std::string_view text, const char* error = nullptr);
double to_double(std::string_view text, const char* error = nullptr);
long double to_long_double(std::string_view text, const char* error = nullptr);

// As scores are shown.
std::string format_double(double number);
// As INCRBYFLOAT does: fixed point, no trailing zeros.
std::string format_long_double(long double number);

// Upper or lower case is the same.
bool equals_word(std::string_view text, std::string_view lower_case);
std::string to_lower(std::string_view text);

}  // namespace stampede::redis::model
