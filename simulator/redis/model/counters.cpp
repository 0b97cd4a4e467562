// INCR and its relatives: numbers that are kept as texts.
#include <cmath>
#include <limits>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

// Its expiry stays.
void store(Call& call, std::string text) {
  call.engine.put(call[1], std::move(text), true);
  call.engine.changed(&call.client, call[1]);
}

Reply add_to(Call& call, std::int64_t increment) {
  const std::string* text = call.engine.find_as<std::string>(call[1]);
  std::int64_t number = text == nullptr ? 0 : to_integer(*text);
  if (__builtin_add_overflow(number, increment, &number)) {
    throw CommandError("ERR increment or decrement would overflow");
  }
  store(call, std::to_string(number));
  return integer_reply(number);
}

Reply decrby(Call& call) {
  const std::int64_t decrement = to_integer(call[2]);
  if (decrement == kLeast) throw CommandError("ERR decrement would overflow");
  return add_to(call, -decrement);
}

Reply incrbyfloat(Call& call) {
  const std::string* text = call.engine.find_as<std::string>(call[1]);
  const long double number = text == nullptr ? 0 : to_long_double(*text);
  const long double sum = number + to_long_double(call[2]);
  if (std::isnan(sum) || std::isinf(sum)) throw CommandError("ERR increment would produce NaN or Infinity");
  std::string shown = format_long_double(sum);
  store(call, shown);
  return text_reply(std::move(shown));
}

constexpr KeyPositions kOneKey{1, 1, 1};
constexpr unsigned kGrows = flags::kWrite | flags::kDenyOutOfMemory;

constexpr Command kCommands[] = {
    {"incr", 2, kGrows, kOneKey, [](Call& call) { return add_to(call, 1); }},
    {"decr", 2, kGrows, kOneKey, [](Call& call) { return add_to(call, -1); }},
    {"incrby", 3, kGrows, kOneKey, [](Call& call) { return add_to(call, to_integer(call[2])); }},
    {"decrby", 3, kGrows, kOneKey, decrby},
    {"incrbyfloat", 3, kGrows, kOneKey, incrbyfloat},
};

}  // namespace

Commands counter_commands() { return kCommands; }

}  // namespace stampede::redis::model
