// Sets. SPOP takes the first members in order of their texts: Redis leaves it to chance which.
#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"
#include "simulator/redis/model/ranges.h"

namespace stampede::redis::model {
namespace {

std::int64_t size_of(const Set* set) { return set == nullptr ? 0 : static_cast<std::int64_t>(set->size()); }

Reply members_reply(const Set& set) {
  std::vector<Reply> members;
  for (const std::string& member : set.members()) members.push_back(text_reply(std::string_view(member)));
  return array_reply(std::move(members));
}

Reply sadd(Call& call) {
  Set& set = call.engine.find_or_add<Set>(call[1]);
  std::int64_t added = 0;
  for (const std::string_view member : call.words.subspan(2)) added += set.insert(member) ? 1 : 0;
  if (added > 0) call.engine.changed(&call.client, call[1]);
  return integer_reply(added);
}

Reply srem(Call& call) {
  Set* set = call.engine.find_as<Set>(call[1]);
  if (set == nullptr) return integer_reply(0);
  std::int64_t removed = 0;
  for (const std::string_view member : call.words.subspan(2)) removed += set->erase(member) ? 1 : 0;
  if (removed == 0) return integer_reply(0);
  call.engine.remove_if_empty(call[1], *set);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(removed);
}

Reply smembers(Call& call) {
  const Set* set = call.engine.find_as<Set>(call[1]);
  return set == nullptr ? array_reply() : members_reply(*set);
}

Reply sismember(Call& call) {
  const Set* set = call.engine.find_as<Set>(call[1]);
  return integer_reply(set != nullptr && set->contains(call[2]) ? 1 : 0);
}

Reply smismember(Call& call) {
  const Set* set = call.engine.find_as<Set>(call[1]);
  std::vector<Reply> found;
  for (const std::string_view member : call.words.subspan(2)) {
    found.push_back(integer_reply(set != nullptr && set->contains(member) ? 1 : 0));
  }
  return array_reply(std::move(found));
}

Reply spop(Call& call) {
  if (call.size() > 3) throw CommandError(kSyntaxError);
  std::optional<std::int64_t> count;
  if (call.size() == 3) count = to_count(call[2]);
  Set* set = call.engine.find_as<Set>(call[1]);
  if (set == nullptr) return count ? array_reply() : nil_reply();
  std::vector<Reply> taken;
  for (std::int64_t i = 0; i < count.value_or(1) && set->size() > 0; ++i) {
    std::string member = *set->members().begin();
    set->erase(member);
    taken.push_back(text_reply(std::move(member)));
  }
  if (taken.empty()) return array_reply();
  call.engine.remove_if_empty(call[1], *set);
  call.engine.changed(&call.client, call[1]);
  return count ? array_reply(std::move(taken)) : std::move(taken.front());
}

Reply smove(Call& call) {
  // Both are looked up, and an expired one goes, before either's type matters.
  Object* from = call.engine.find(call[1]);
  Object* to = call.engine.find(call[2]);
  if (from == nullptr) return integer_reply(0);
  Set* source = &Engine::as<Set>(*from);
  if (to != nullptr) Engine::as<Set>(*to);
  if (call[1] == call[2]) return integer_reply(source->contains(call[3]) ? 1 : 0);
  if (!source->erase(call[3])) return integer_reply(0);
  call.engine.remove_if_empty(call[1], *source);
  const bool is_new = call.engine.find_or_add<Set>(call[2]).insert(call[3]);
  call.engine.changed(&call.client, call[1]);
  if (is_new) call.engine.changed(&call.client, call[2]);
  return integer_reply(1);
}

enum class Operation { join, intersect, subtract };

Set combine(Call& call, std::size_t first_key, Operation operation) {
  std::vector<const Set*> sets;
  for (const std::string_view key : call.words.subspan(first_key)) sets.push_back(call.engine.find_as<Set>(key));
  Set result = sets[0] == nullptr ? Set() : *sets[0];
  for (const Set* other : std::span(sets).subspan(1)) {
    if (operation == Operation::intersect) {
      const Set before = std::move(result);
      result = {};
      for (const std::string& member : before.members()) {
        if (other != nullptr && other->contains(member)) result.insert(member);
      }
    } else if (other != nullptr) {
      for (const std::string& member : other->members()) {
        operation == Operation::join ? result.insert(member) : result.erase(member);
      }
    }
  }
  return result;
}

template <Operation operation>
Reply show(Call& call) {
  return members_reply(combine(call, 1, operation));
}

template <Operation operation>
Reply store(Call& call) {
  Set result = combine(call, 2, operation);
  const std::int64_t size = size_of(&result);
  if (size == 0) {
    // Redis does not look here whether it has expired.
    Object* old = call.engine.keys().find(call[1]);
    if (old == nullptr) return integer_reply(0);
    call.engine.remove(*old);
  } else {
    call.engine.put(call[1], std::move(result));
  }
  call.engine.changed(&call.client, call[1]);
  return integer_reply(size);
}

constexpr KeyPositions kOneKey{1, 1, 1};
constexpr KeyPositions kTwoKeys{1, 2, 1};
constexpr KeyPositions kAllKeys{1, -1, 1};
constexpr unsigned kGrows = flags::kWrite | flags::kDenyOutOfMemory;

constexpr Command kCommands[] = {
    {"sadd", -3, kGrows, kOneKey, sadd},
    {"srem", -3, flags::kWrite, kOneKey, srem},
    {"smembers", 2, flags::kReadOnly, kOneKey, smembers},
    {"sismember", 3, flags::kReadOnly, kOneKey, sismember},
    {"smismember", -3, flags::kReadOnly, kOneKey, smismember},
    {"scard", 2, flags::kReadOnly, kOneKey,
     [](Call& call) { return integer_reply(size_of(call.engine.find_as<Set>(call[1]))); }},
    {"spop", -2, flags::kWrite, kOneKey, spop},
    {"smove", 4, flags::kWrite, kTwoKeys, smove},
    {"sunion", -2, flags::kReadOnly, kAllKeys, show<Operation::join>},
    {"sinter", -2, flags::kReadOnly, kAllKeys, show<Operation::intersect>},
    {"sdiff", -2, flags::kReadOnly, kAllKeys, show<Operation::subtract>},
    {"sunionstore", -3, kGrows, kAllKeys, store<Operation::join>},
    {"sinterstore", -3, kGrows, kAllKeys, store<Operation::intersect>},
    {"sdiffstore", -3, kGrows, kAllKeys, store<Operation::subtract>},
};

}  // namespace

Commands set_commands() { return kCommands; }

}  // namespace stampede::redis::model
