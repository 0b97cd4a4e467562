// The commands of cacheme, in its order, for both of its versions.
#include "strategies/hash_storage.h"

#include <utility>

#include "strategies/call_keys.h"

namespace stampede {
namespace {

HashStorage::Version version_of(const Parameters& parameters) {
  return parameters.text("version") == "0.0.9" ? HashStorage::Version::v0_0_9 : HashStorage::Version::v0_1_1;
}

std::optional<std::string> optional_text(Reply& reply) { return std::move(reply).as_optional_string(); }

}  // namespace

const Script kTakeMarkOrRead{R"lua(
if redis.call('SREM', KEYS[1], ARGV[1]) == 1 then return {1} end
return {0, redis.call('HGET', KEYS[2], ARGV[2])}
)lua"};

const Script kTakeMarkAndValueOrRead{R"lua(
if redis.call('SREM', KEYS[1], ARGV[1]) == 1 then
  redis.call('HDEL', KEYS[2], ARGV[2])
  return {1}
end
return {0, redis.call('HGET', KEYS[2], ARGV[2])}
)lua"};

HashStorage::HashStorage(Environment& environment)
    : redis_(environment.redis),
      clock_(environment.clock),
      labels_(environment.labels),
      version_(version_of(environment.parameters)),
      stale_(environment.parameters.flag("stale")),
      prefix_(environment.parameters.text("prefix")),
      timeout_(environment.parameters.optional_duration("timeout")),
      marks_{prefix_ + (version_ == Version::v0_0_9 ? "delete" : "meta:deleted")},
      progress_{prefix_ + (version_ == Version::v0_0_9 ? "progress" : "meta:progress")} {}

HashSlot HashStorage::slot(const Key& key) const {
  const std::string name = cache_key(labels_, key, slotted_key);
  const std::size_t first = name.find('>');
  const std::string hash = prefix_ + name.substr(0, first);
  HashSlot slot{.hash = {hash},
                .field = "base",
                .member = prefix_ + name,
                .expiry_member = hash,
                .expiries = {prefix_ + "Meta:Expire-Buckets::" + hash}};
  if (first != std::string::npos) {
    const std::string rest = name.substr(first + 1);
    slot.field = rest.substr(0, rest.find('>'));
    if (slot.field != "base") slot.expiry_member += ">" + slot.field;
  }
  return slot;
}

RedisKey HashStorage::tag_set(std::string_view tag) const { return {prefix_ + std::string(tag)}; }

RedisKey HashStorage::name_set(std::string_view invalidation_key) const {
  return {prefix_ + std::string(invalidation_key) + ":invalid"};
}

HashStorage::Found HashStorage::look_up(const HashSlot& slot) {
  if (version_ == Version::v0_1_1) {
    if (timeout_) mark_expired(slot);
    const Script& script = stale_ ? kTakeMarkOrRead : kTakeMarkAndValueOrRead;
    Reply reply = redis_.run(script, {marks_, slot.hash}, {slot.member, slot.field});
    if (reply.elements.at(0).as_integer() == 1) return {.invalidated = true, .value = std::nullopt};
    return {.invalidated = false, .value = optional_text(reply.elements.at(1))};
  }

  std::optional<std::string> timed_value;
  if (timeout_) timed_value = read_timed(slot);
  if (redis_.call({"SREM", marks_, slot.member}).as_integer() == 1) {
    return {.invalidated = true, .value = std::nullopt};
  }
  if (timeout_) return {.invalidated = false, .value = std::move(timed_value)};
  return {.invalidated = false, .value = read_again(slot)};
}

std::optional<std::string> HashStorage::read_again(const HashSlot& slot) {
  if (version_ == Version::v0_0_9 && timeout_) return read_timed(slot);
  return redis_.call({"HGET", slot.hash, slot.field}).as_optional_string();
}

// Between the two, others can fetch the same expired members and mark them a second time.
std::optional<std::string> HashStorage::read_timed(const HashSlot& slot) {
  const std::int64_t now_s = unix_seconds(Duration::zero());
  const auto members = redis_.call({"ZRANGEBYSCORE", slot.expiries, 0, now_s}).as_strings();
  mark_invalidated(members);
  auto replies = redis_.transaction({{"ZREMRANGEBYSCORE", slot.expiries, 0, now_s}, {"HGET", slot.hash, slot.field}});
  return optional_text(replies.at(1));
}

// Fetched and removed in one step: exactly one reader marks a member.
void HashStorage::mark_expired(const HashSlot& slot) {
  const std::int64_t now_s = unix_seconds(Duration::zero());
  auto replies =
      redis_.transaction({{"ZRANGEBYSCORE", slot.expiries, 0, now_s}, {"ZREMRANGEBYSCORE", slot.expiries, 0, now_s}});
  mark_invalidated(std::move(replies.at(0)).as_strings());
}

bool HashStorage::mark_progress(const HashSlot& slot) {
  return redis_.call({"SADD", progress_, slot.member}).as_integer() == 1;
}

void HashStorage::mark_invalidated(std::span<const std::string> members) {
  if (members.empty()) return;
  std::vector<Arg> command{"SADD", marks_};
  command.insert(command.end(), members.begin(), members.end());
  redis_.call(Args(command));
}

void HashStorage::write(const Entry& entry) {
  if (version_ == Version::v0_0_9) {
    write_one_by_one(entry);
  } else {
    write_in_transactions(entry);
  }
}

void HashStorage::write_one_by_one(const Entry& entry) {
  const HashSlot& slot = entry.slot;
  redis_.call({"SADD", tag_set(entry.tag), slot.member});
  if (timeout_) {
    redis_.transaction({{"ZADD", slot.expiries, unix_seconds(*timeout_), slot.expiry_member},
                        {"HSET", slot.hash, slot.field, entry.value.bytes}});
  } else {
    redis_.call({"HSET", slot.hash, slot.field, entry.value.bytes});
  }
  if (entry.end_progress) redis_.call({"SREM", progress_, slot.member});
  for (const std::string& name : entry.invalidation_keys) redis_.call({"SADD", name_set(name), slot.member});
}

// Two transactions where there is a timeout: the original sends the first when it has set the expiry.
void HashStorage::write_in_transactions(const Entry& entry) {
  const HashSlot& slot = entry.slot;
  const RedisKey tag = tag_set(entry.tag);
  std::vector<RedisKey> names;
  for (const std::string& name : entry.invalidation_keys) names.push_back(name_set(name));

  std::vector<std::vector<Arg>> commands;
  commands.push_back({"SADD", tag, slot.member});
  if (timeout_) commands.push_back({"ZADD", slot.expiries, unix_seconds(*timeout_), slot.expiry_member});
  commands.push_back({"HSET", slot.hash, slot.field, entry.value.bytes});
  if (timeout_) {
    redis_.transaction(commands);
    commands.clear();
  }
  commands.push_back({"SREM", progress_, slot.member});
  for (const RedisKey& name : names) commands.push_back({"SADD", name, slot.member});
  redis_.transaction(commands);
}

std::int64_t HashStorage::unix_seconds(Duration from_now) {
  return std::chrono::floor<std::chrono::seconds>(clock_.unix_time() + from_now).count();
}

}  // namespace stampede
