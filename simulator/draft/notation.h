// How settings are written in a flag or an answer: "zipf:0.9", "lognormal:80ms,400ms", "none".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/scenario/scenario.h"

namespace stampede::draft {

// Each returns what was expected, and leaves its target as it is; or an empty text, with the target read.
std::string read_number(std::string_view text, double least, double most, double& target);
std::string read_whole_number(std::string_view text, std::uint64_t least, std::uint64_t most, std::uint64_t& target);
std::string read_duration(std::string_view text, Duration& target);  // above zero
std::string read_popularity(std::string_view text, scenario::Popularity& target);
std::string read_compute_time(std::string_view text, scenario::TimeDistribution& target);
std::string read_value_size(std::string_view text, std::uint64_t least_bytes, scenario::Keys& target);

// The shortest text that reads as the same number.
std::string number_text(double number);

}  // namespace stampede::draft
