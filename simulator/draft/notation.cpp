#include "simulator/draft/notation.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "simulator/scenario/item.h"
#include "simulator/scenario/sizes.h"
#include "strategies/units.h"

namespace stampede::draft {

namespace {

constexpr std::uint64_t kLargestValueBytes = 512ULL << 20U;  // Redis takes no more
constexpr std::string_view kPopularities = "expected uniform, zipf:EXPONENT (0.01 to 10) or hot:SHARE (0.001 to 1)";
constexpr std::string_view kComputeTimes =
    "expected a duration (80ms), or uniform:MIN,MAX, exponential:MEAN or lognormal:MEDIAN,P99 of durations above 0s, "
    "the second longer than the first";

struct Named {
  std::string_view kind;  // empty: there is no colon
  std::string_view first;
  std::string_view second;
};

Named split(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {{}, text, {}};
  Named named{text.substr(0, colon), text.substr(colon + 1), {}};
  const std::size_t comma = named.first.find(',');
  if (comma != std::string_view::npos) {
    named.second = named.first.substr(comma + 1);
    named.first = named.first.substr(0, comma);
  }
  return named;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<Duration> duration_of(std::string_view text) {
  const Parsed<Duration> parsed = parse_duration(text);
  const bool is_good = parsed && *parsed.value > Duration::zero() && *parsed.value <= scenario::kLongestDuration;
  return is_good ? parsed.value : std::nullopt;
}

std::optional<std::uint64_t> size_of(std::string_view text, std::uint64_t least_bytes) {
  const Parsed<std::uint64_t> parsed = scenario::parse_size(text);
  const bool is_good = parsed && *parsed.value >= least_bytes && *parsed.value <= kLargestValueBytes;
  return is_good ? parsed.value : std::nullopt;
}

}  // namespace

std::string number_text(double number) { return fmt::format("{}", number); }

std::string read_number(std::string_view text, double least, double most, double& target) {
  const std::optional<double> number = number_of(text);
  if (!number || *number < least || *number > most) {
    return fmt::format("expected a number from {} to {}", number_text(least), number_text(most));
  }
  target = *number;
  return {};
}

std::string read_whole_number(std::string_view text, std::uint64_t least, std::uint64_t most, std::uint64_t& target) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return fmt::format("expected a whole number from {} to {}", least, most);
  }
  target = number;
  return {};
}

std::string read_duration(std::string_view text, Duration& target) {
  const std::optional<Duration> duration = duration_of(text);
  if (!duration) return "expected a duration above 0s, with its unit (500ms, 60s, 10min, 1h)";
  target = *duration;
  return {};
}

std::string read_popularity(std::string_view text, scenario::Popularity& target) {
  const auto [kind, first, second] = split(text);
  if (kind.empty() && first == "uniform") {
    target = scenario::UniformPopularity{};
    return {};
  }
  const std::optional<double> number = second.empty() ? number_of(first) : std::nullopt;
  if (kind == "zipf" && number && *number >= 0.01 && *number <= 10) {
    target = scenario::ZipfPopularity{*number};
  } else if (kind == "hot" && number && *number >= 0.001 && *number <= 1) {
    target = scenario::HotKeyPopularity{*number};
  } else {
    return std::string(kPopularities);
  }
  return {};
}

std::string read_compute_time(std::string_view text, scenario::TimeDistribution& target) {
  const auto [kind, first, second] = split(text);
  const std::optional<Duration> one = duration_of(first);
  const std::optional<Duration> other = duration_of(second);
  const bool is_pair = one && other && *one < *other;
  if ((kind.empty() || kind == "constant") && one && second.empty()) {
    target = scenario::ConstantTime{*one};
  } else if (kind == "exponential" && one && second.empty()) {
    target = scenario::ExponentialTime{*one};
  } else if (kind == "uniform" && is_pair) {
    target = scenario::UniformTime{*one, *other};
  } else if (kind == "lognormal" && is_pair) {
    target = scenario::LognormalTime{*one, *other};
  } else {
    return std::string(kComputeTimes);
  }
  return {};
}

std::string read_value_size(std::string_view text, std::uint64_t least_bytes, scenario::Keys& target) {
  const auto [kind, first, second] = split(text);
  const std::optional<std::uint64_t> one = size_of(first, least_bytes);
  const std::optional<std::uint64_t> other = size_of(second, least_bytes);
  const bool is_pair = one && other && *one < *other;
  if (kind.empty() && one && second.empty()) {
    target.value_size_bytes = *one;
    target.value_size_per_key.reset();
  } else if (kind == "uniform" && is_pair) {
    target.value_size_per_key = scenario::UniformSize{*one, *other};
  } else if (kind == "lognormal" && is_pair) {
    target.value_size_per_key = scenario::LognormalSize{*one, *other};
  } else {
    return fmt::format(
        "expected a size (1KiB), or uniform:MIN,MAX or lognormal:MEDIAN,P99 of sizes, the second larger than the "
        "first, "
        "from {} (the origin's mark and the key's name must fit) to {}",
        scenario::format_size(least_bytes), scenario::format_size(kLargestValueBytes));
  }
  return {};
}

}  // namespace stampede::draft
