// What works on keys of any type.
#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

Reply del(Call& call) {
  std::int64_t removed = 0;
  for (const std::string_view key : call.words.subspan(1)) {
    Object* object = call.engine.find(key);
    if (object == nullptr) continue;
    call.engine.remove(*object);
    call.engine.changed(&call.client, key);
    ++removed;
  }
  return integer_reply(removed);
}

Reply exists(Call& call) {
  std::int64_t found = 0;
  for (const std::string_view key : call.words.subspan(1)) found += call.engine.find(key) == nullptr ? 0 : 1;
  return integer_reply(found);
}

Reply type(Call& call) {
  const Object* object = call.engine.find(call[1]);
  return status_reply(object == nullptr ? "none" : type_name(object->value));
}

// Empty: the destination exists already, and must not.
bool rename(Call& call, bool replaces) {
  Object* source = call.engine.find(call[1]);
  if (source == nullptr) throw CommandError(kNoSuchKey);
  if (call[1] == call[2]) return false;
  Object* destination = call.engine.find(call[2]);
  if (destination != nullptr) {
    if (!replaces) return false;
    call.engine.remove(*destination);
  }
  const std::int64_t expiry_ms = source->expiry_ms;
  Object& moved = call.engine.add(call[2], std::move(source->value));
  call.engine.keys().set_expiry(moved, expiry_ms);
  call.engine.remove(*source);
  call.engine.changed(&call.client, call[1]);
  call.engine.changed(&call.client, call[2]);
  return true;
}

Reply rename_always(Call& call) {
  rename(call, true);
  return ok_reply();
}

Reply renamenx(Call& call) { return integer_reply(rename(call, false) ? 1 : 0); }

Reply copy(Call& call) {
  bool replaces = false;
  for (std::size_t i = 3; i < call.size(); ++i) {
    if (equals_word(call[i], "replace")) {
      replaces = true;
    } else if (equals_word(call[i], "db") && i + 1 < call.size()) {
      if (to_integer(call[++i], "ERR value is not an integer or out of range") != 0) {
        throw CommandError("ERR DB index is out of range");
      }
    } else {
      throw CommandError(kSyntaxError);
    }
  }
  if (call[1] == call[2]) throw CommandError("ERR source and destination objects are the same");
  Object* source = call.engine.find(call[1]);
  if (source == nullptr) return integer_reply(0);
  Object* destination = call.engine.find(call[2]);
  if (destination != nullptr) {
    if (!replaces) return integer_reply(0);
    call.engine.remove(*destination);
  }
  const std::int64_t expiry_ms = source->expiry_ms;
  Object& copied = call.engine.add(call[2], source->value);
  call.engine.keys().set_expiry(copied, expiry_ms);
  call.engine.changed(&call.client, call[2]);
  return integer_reply(1);
}

constexpr KeyPositions kOneKey{1, 1, 1};
constexpr KeyPositions kTwoKeys{1, 2, 1};
constexpr KeyPositions kAllKeys{1, -1, 1};

constexpr Command kCommands[] = {
    {"del", -2, flags::kWrite, kAllKeys, del},
    {"unlink", -2, flags::kWrite, kAllKeys, del},
    {"exists", -2, flags::kReadOnly, kAllKeys, exists},
    {"touch", -2, flags::kReadOnly, kAllKeys, exists},
    {"type", 2, flags::kReadOnly, kOneKey, type},
    {"rename", 3, flags::kWrite, kTwoKeys, rename_always},
    {"renamenx", 3, flags::kWrite, kTwoKeys, renamenx},
    {"copy", -3, flags::kWrite | flags::kDenyOutOfMemory, kTwoKeys, copy},
};

}  // namespace

Commands key_commands() { return kCommands; }

}  // namespace stampede::redis::model
