#include "simulator/redis/model/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "simulator/redis/model/reply.h"

namespace stampede::redis::model {
namespace {

constexpr std::size_t kLongestNumber = 5 * 1024;

template <typename Number, typename Convert>
std::optional<Number> parse_float(std::string_view text, Convert convert) {
  if (text.empty() || text.size() >= kLongestNumber || std::isspace(static_cast<unsigned char>(text[0])) != 0)
    return {};
  const std::string terminated(text);
  char* end = nullptr;
  errno = 0;
  const Number number = convert(terminated.c_str(), &end);
  if (end != terminated.c_str() + terminated.size() || std::isnan(number)) return {};
  if (errno == ERANGE && (std::isinf(number) || number == 0)) return {};
  return number;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || (digits[0] == '0' && text.size() > 1)) return {};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return number;
}

std::optional<double> parse_double(std::string_view text) {
  return parse_float<double>(text, [](const char* begin, char** end) { return std::strtod(begin, end); });
}

std::optional<long double> parse_long_double(std::string_view text) {
  return parse_float<long double>(text, [](const char* begin, char** end) { return std::strtold(begin, end); });
}

std::int64_t to_integer(std::string_view text, const char* error) {
  const std::optional<std::int64_t> number = parse_integer(text);
  if (!number) throw CommandError(error == nullptr ? kNotAnInteger : error);
  return *number;
}

double to_double(std::string_view text, const char* error) {
  const std::optional<double> number = parse_double(text);
  if (!number) throw CommandError(error == nullptr ? kNotAFloat : error);
  return *number;
}

long double to_long_double(std::string_view text, const char* error) {
  const std::optional<long double> number = parse_long_double(text);
  if (!number) throw CommandError(error == nullptr ? kNotAFloat : error);
  return *number;
}

std::string format_double(double number) {
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  std::array<char, 64> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.17g", number);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::string format_long_double(long double number) {
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  std::array<char, kLongestNumber> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.17Lf", number);
  std::string text(buffer.data(), static_cast<std::size_t>(length));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

bool equals_word(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
  });
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

}  // namespace stampede::redis::model
