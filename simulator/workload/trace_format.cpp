#include "simulator/workload/trace_format.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "simulator/scenario/item.h"

namespace stampede::workload {

namespace {

using scenario::TraceFormat;

constexpr std::uint64_t kLatestSecond = 9'000'000'000;  // 2255, and what fits into nanoseconds
constexpr std::size_t kLongestKey = 1024;
constexpr std::uint64_t kLargestValue = 512U << 20U;  // Redis takes no more

std::string problem(std::string_view expected, std::string_view found) {
  return fmt::format("expected {}, found {}", expected, scenario::shown(scenario::Json(std::string(found))));
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Up to the ninth decimal; what comes after it is less than a nanosecond.
std::optional<Duration> decimals(std::string_view text) {
  std::int64_t nanoseconds = 0;
  std::int64_t unit = 100'000'000;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    nanoseconds += (digit - '0') * unit;
    unit /= 10;
  }
  return Duration(nanoseconds);
}

// Digit by digit: a floating-point number would not hold today's time to the nanosecond.
std::optional<Duration> time_of(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::optional<std::uint64_t> seconds = whole_number(text.substr(0, point));
  if (!seconds || *seconds > kLatestSecond) return std::nullopt;
  const Duration whole = std::chrono::seconds(*seconds);
  if (point == std::string_view::npos) return whole;
  const std::string_view rest = text.substr(point + 1);
  const std::optional<Duration> part = rest.empty() ? std::nullopt : decimals(rest);
  return part ? std::optional(whole + *part) : std::nullopt;
}

std::optional<std::string> read_time(std::string_view text, TraceLine& read) {
  const std::optional<Duration> time = time_of(text);
  if (!time) return problem(fmt::format("a time in seconds from 0 to {} (such as 12.5)", kLatestSecond), text);
  read.time = *time;
  return std::nullopt;
}

std::optional<std::string> read_key(std::string_view text, TraceLine& read) {
  if (text.empty() || text.size() > kLongestKey) return problem("a key of 1 to 1024 bytes", text);
  read.key = text;
  return std::nullopt;
}

struct NamedOperation {
  std::string_view name;
  TraceOperation operation;
};

constexpr std::array kTwitterOperations = {
    NamedOperation{"get", TraceOperation::get},       NamedOperation{"gets", TraceOperation::get},
    NamedOperation{"set", TraceOperation::set},       NamedOperation{"add", TraceOperation::set},
    NamedOperation{"replace", TraceOperation::set},   NamedOperation{"cas", TraceOperation::set},
    NamedOperation{"append", TraceOperation::set},    NamedOperation{"prepend", TraceOperation::set},
    NamedOperation{"delete", TraceOperation::remove}, NamedOperation{"incr", TraceOperation::set},
    NamedOperation{"decr", TraceOperation::set},
};
constexpr std::array kPlainOperations = {
    NamedOperation{"get", TraceOperation::get},
    NamedOperation{"set", TraceOperation::set},
    NamedOperation{"delete", TraceOperation::remove},
};

template <typename Operations>
std::optional<std::string> read_operation(std::string_view text, const Operations& operations, TraceLine& read) {
  for (const NamedOperation& each : operations) {
    if (each.name != text) continue;
    read.operation = each.operation;
    return std::nullopt;
  }
  std::string names;
  for (const NamedOperation& each : operations) names.append(names.empty() ? "" : "/").append(each.name);
  return problem("an operation (" + names + ")", text);
}

// From the end, since keys may contain commas: size of the key, size of the value, client, operation, TTL.
std::optional<std::string> parse_twitter(std::string_view line, TraceLine& read) {
  constexpr std::string_view kColumns = "timestamp,key,key size,value size,client id,operation,TTL";
  const std::size_t first = line.find(',');
  std::array<std::string_view, 5> last;
  std::size_t end = line.size();
  for (std::size_t i = last.size(); i-- > 0;) {
    const std::size_t comma = end == 0 ? std::string_view::npos : line.rfind(',', end - 1);
    if (comma == std::string_view::npos || comma <= first) return problem(kColumns, line);
    last[i] = line.substr(comma + 1, end - comma - 1);
    end = comma;
  }
  const auto& [key_size, value_size, client, operation, ttl] = last;
  if (auto wrong = read_time(line.substr(0, first), read)) return wrong;
  if (auto wrong = read_key(line.substr(first + 1, end - first - 1), read)) return wrong;
  if (!whole_number(key_size)) return problem("a key size in bytes", key_size);
  const std::optional<std::uint64_t> size = whole_number(value_size);
  if (!size || *size > kLargestValue) return problem("a value size of up to 536870912 bytes", value_size);
  read.value_size_bytes = *size;
  const std::optional<std::uint64_t> lifetime_s = whole_number(ttl);
  if (!lifetime_s) return problem("a TTL in seconds", ttl);
  read.ttl_s = *lifetime_s;
  return read_operation(operation, kTwitterOperations, read);
}

std::optional<std::string> parse_plain(std::string_view line, TraceLine& read) {
  const std::size_t first = line.find(',');
  if (first == std::string_view::npos) return problem("time,key or time,key,operation", line);
  const std::size_t second = line.find(',', first + 1);
  if (auto wrong = read_time(line.substr(0, first), read)) return wrong;
  if (auto wrong = read_key(line.substr(first + 1, second - first - 1), read)) return wrong;
  read.operation = TraceOperation::get;
  read.value_size_bytes = 0;
  read.ttl_s = 0;
  if (second == std::string_view::npos) return std::nullopt;
  return read_operation(line.substr(second + 1), kPlainOperations, read);
}

}  // namespace

std::optional<std::string> parse_trace_line(std::string_view line, TraceFormat format, TraceLine& read) {
  return format == TraceFormat::twitter ? parse_twitter(line, read) : parse_plain(line, read);
}

bool is_trace_header(std::string_view line, TraceFormat format) {
  return format == TraceFormat::plain && (line.starts_with("time,") || line.starts_with("timestamp,"));
}

}  // namespace stampede::workload
