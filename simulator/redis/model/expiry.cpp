// EXPIRE and its relatives.
#include "simulator/redis/model/expiry.h"

#include <fmt/format.h>

#include <limits>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

// As "set" for the command, "pexpireat" and so on.
CommandError invalid_expiry(const Call& call) {
  return CommandError(fmt::format("ERR invalid expire time in '{}' command", call.command.name));
}

struct Condition {
  bool only_without = false;  // NX
  bool only_with = false;     // XX
  bool only_later = false;    // GT
  bool only_sooner = false;   // LT
};

Condition read_condition(const Call& call) {
  Condition condition;
  for (std::size_t i = 3; i < call.size(); ++i) {
    if (equals_word(call[i], "nx")) {
      condition.only_without = true;
    } else if (equals_word(call[i], "xx")) {
      condition.only_with = true;
    } else if (equals_word(call[i], "gt")) {
      condition.only_later = true;
    } else if (equals_word(call[i], "lt")) {
      condition.only_sooner = true;
    } else {
      throw CommandError(fmt::format("ERR Unsupported option {}", call[i]));
    }
  }
  if (condition.only_without && (condition.only_with || condition.only_later || condition.only_sooner)) {
    throw CommandError("ERR NX and XX, GT or LT options at the same time are not compatible");
  }
  if (condition.only_later && condition.only_sooner) {
    throw CommandError("ERR GT and LT options at the same time are not compatible");
  }
  return condition;
}

bool allows(const Condition& condition, std::int64_t current_ms, std::int64_t wanted_ms) {
  const bool has_expiry = current_ms != kNoExpiry;
  if (condition.only_without && has_expiry) return false;
  if (condition.only_with && !has_expiry) return false;
  // No expiry is later than any.
  if (condition.only_later && (!has_expiry || wanted_ms <= current_ms)) return false;
  return !(condition.only_sooner && has_expiry && wanted_ms >= current_ms);
}

Reply expire(Call& call, bool is_in_seconds, bool is_absolute) {
  const Condition condition = read_condition(call);
  std::int64_t when_ms = to_integer(call[2]);
  if (is_in_seconds) {
    if (when_ms > kMost / 1000 || when_ms < kLeast / 1000) throw invalid_expiry(call);
    when_ms *= 1000;
  }
  const std::int64_t base_ms = is_absolute ? 0 : call.engine.now_ms();
  if (when_ms > kMost - base_ms) throw invalid_expiry(call);
  when_ms += base_ms;
  Object* object = call.engine.find(call[1]);
  if (object == nullptr || !allows(condition, object->expiry_ms, when_ms)) return integer_reply(0);
  if (when_ms <= call.engine.now_ms()) {
    call.engine.remove(*object);
  } else {
    call.engine.keys().set_expiry(*object, when_ms);
  }
  call.engine.changed(&call.client, call[1]);
  return integer_reply(1);
}

Reply remaining(Call& call, bool is_in_seconds, bool is_absolute) {
  const Object* object = call.engine.find(call[1]);
  if (object == nullptr) return integer_reply(-2);
  if (object->expiry_ms == kNoExpiry) return integer_reply(-1);
  const std::int64_t shown_ms = object->expiry_ms - (is_absolute ? 0 : call.engine.now_ms());
  return integer_reply(is_in_seconds ? (shown_ms + 500) / 1000 : shown_ms);
}

Reply persist(Call& call) {
  Object* object = call.engine.find(call[1]);
  if (object == nullptr || object->expiry_ms == kNoExpiry) return integer_reply(0);
  call.engine.keys().set_expiry(*object, kNoExpiry);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(1);
}

constexpr KeyPositions kOneKey{1, 1, 1};

constexpr Command kCommands[] = {
    {"expire", -3, flags::kWrite, kOneKey, [](Call& call) { return expire(call, true, false); }},
    {"pexpire", -3, flags::kWrite, kOneKey, [](Call& call) { return expire(call, false, false); }},
    {"expireat", -3, flags::kWrite, kOneKey, [](Call& call) { return expire(call, true, true); }},
    {"pexpireat", -3, flags::kWrite, kOneKey, [](Call& call) { return expire(call, false, true); }},
    {"ttl", 2, flags::kReadOnly, kOneKey, [](Call& call) { return remaining(call, true, false); }},
    {"pttl", 2, flags::kReadOnly, kOneKey, [](Call& call) { return remaining(call, false, false); }},
    {"expiretime", 2, flags::kReadOnly, kOneKey, [](Call& call) { return remaining(call, true, true); }},
    {"pexpiretime", 2, flags::kReadOnly, kOneKey, [](Call& call) { return remaining(call, false, true); }},
    {"persist", 2, flags::kWrite, kOneKey, persist},
};

}  // namespace

std::int64_t ExpiryOption::unix_ms(const Call& call) const {
  std::int64_t when_ms = to_integer(value);
  if (when_ms <= 0 || (is_in_seconds && when_ms > kMost / 1000)) throw invalid_expiry(call);
  if (is_in_seconds) when_ms *= 1000;
  if (is_absolute) return when_ms;
  if (when_ms > kMost - call.engine.now_ms()) throw invalid_expiry(call);
  return when_ms + call.engine.now_ms();
}

std::optional<ExpiryOption> read_expiry_option(const Call& call, std::size_t index) {
  if (index + 1 >= call.size()) return {};
  const std::string_view word = call[index];
  const std::string_view value = call[index + 1];
  if (equals_word(word, "ex")) return ExpiryOption{true, false, value};
  if (equals_word(word, "px")) return ExpiryOption{false, false, value};
  if (equals_word(word, "exat")) return ExpiryOption{true, true, value};
  if (equals_word(word, "pxat")) return ExpiryOption{false, true, value};
  return {};
}

Commands expiry_commands() { return kCommands; }

}  // namespace stampede::redis::model
