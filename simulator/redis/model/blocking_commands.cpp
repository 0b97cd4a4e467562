// BLPOP and its relatives.
#include <cmath>
#include <limits>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/lists.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

// Empty: for ever.
std::optional<std::int64_t> read_timeout(const Call& call, std::string_view text) {
  const long double seconds = to_long_double(text, "ERR timeout is not a float or out of range");
  const long double ms = std::ceil(seconds * 1000);
  // Redis converts without looking; on this machine anything too large becomes the least integer.
  constexpr auto kMost = static_cast<long double>(std::numeric_limits<std::int64_t>::max());
  if (ms < 0 || ms > kMost) throw CommandError("ERR timeout is negative");
  if (ms == 0) return {};
  const auto wait_ms = static_cast<std::int64_t>(ms);
  const std::int64_t longest_ms = std::numeric_limits<std::int64_t>::max() - call.engine.now_ms();
  if (wait_ms > longest_ms) return {};
  return call.engine.now_ms() + wait_ms;
}

Reply pop_or_block(Call& call, End end) {
  const Words keys = call.words.subspan(1, call.size() - 2);
  const std::optional<std::int64_t> until_ms = read_timeout(call, call.words.back());
  for (const std::string_view key : keys) {
    List* list = call.engine.find_as<List>(key);
    if (list == nullptr) continue;
    std::string element = pop_end(*list, end);
    call.engine.remove_if_empty(key, *list);
    call.engine.changed(&call.client, key);
    return array_reply({text_reply(key), text_reply(std::move(element))});
  }
  if (call.engine.denies_blocking()) return nil_reply();
  call.engine.blocked().block(call.client,
                              {std::vector<std::string>(keys.begin(), keys.end()), end, {}, End::left, until_ms});
  return nil_reply();
}

Reply move_or_block(Call& call, End from, End to, std::string_view timeout) {
  const std::optional<std::int64_t> until_ms = read_timeout(call, timeout);
  if (call.engine.find_as<List>(call[1]) != nullptr) return move_element(call, from, to);
  if (call.engine.denies_blocking()) return nil_reply();
  call.engine.blocked().block(call.client, {{std::string(call[1])}, from, std::string(call[2]), to, until_ms});
  return nil_reply();
}

Reply blmove(Call& call) {
  const End from = read_end(call[3]);
  const End to = read_end(call[4]);
  return move_or_block(call, from, to, call[5]);
}

Reply brpoplpush(Call& call) { return move_or_block(call, End::right, End::left, call[3]); }

constexpr KeyPositions kTwoKeys{1, 2, 1};
constexpr KeyPositions kAllButLast{1, -2, 1};
constexpr unsigned kTakes = flags::kWrite | flags::kNoScript;
constexpr unsigned kMoves = kTakes | flags::kDenyOutOfMemory;

constexpr Command kCommands[] = {
    {"blpop", -3, kTakes, kAllButLast, [](Call& call) { return pop_or_block(call, End::left); }},
    {"brpop", -3, kTakes, kAllButLast, [](Call& call) { return pop_or_block(call, End::right); }},
    {"blmove", 6, kMoves, kTwoKeys, blmove},
    {"brpoplpush", 4, kMoves, kTwoKeys, brpoplpush},
};

}  // namespace

Commands blocking_commands() { return kCommands; }

}  // namespace stampede::redis::model
