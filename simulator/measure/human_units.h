// Numbers for people: three significant digits, the unit that keeps them short.
#pragma once

#include <cstdint>
#include <string>

#include "strategies/time.h"

namespace stampede::measure {

std::string human_duration(Duration duration);        // a setting: "350 us", "12.5 ms", "1 s", "0"
std::string human_milliseconds(double milliseconds);  // a measurement in ms: "350 us", "12.5 ms", "1.00 s", "0"
std::string human_count(double count);                // "999", "12 345", "123 M" from a hundred million on
std::string human_share(double share);                // "0.4 %", "99.9 %"; "100 %" and "0 %" only when exact
std::string human_number(double number);              // "3", "2.5", "0.004"

}  // namespace stampede::measure
