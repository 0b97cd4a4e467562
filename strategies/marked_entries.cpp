// Fields of an entry: value, fresh_until (empty: no end), keep_until; invalidated (how often since the value was
// computed); owner, owner_until and owner_saw (invalidated, when it began) of the computation under way. Times are unix
// milliseconds of the node that writes them.
#include "strategies/marked_entries.h"

#include <algorithm>
#include <utility>

namespace stampede {
namespace {

constexpr std::size_t kKeysPerScript = 500;

// KEYS: entry, sets. ARGV: now, token, until when it may compute, that in milliseconds from now, for how many
// milliseconds sets are kept, whether old values are served, name of the key.
// Reply: 0 and the value; 1: begun; 2: somebody else computes.
const Script kFindOrBegin{R"lua(
local now = tonumber(ARGV[1])
local entry = redis.call('HMGET', KEYS[1], 'value', 'fresh_until', 'keep_until', 'invalidated', 'owner_until')
local value = entry[1]
if value and now >= tonumber(entry[3]) then value = false end
local expired = value and entry[2] ~= '' and now >= tonumber(entry[2])
if value and not entry[4] and not expired then return {0, value} end
if now < tonumber(entry[5] or 0) then
  if value and ARGV[6] == '1' then return {0, value} end
  return {2}
end
redis.call('HSET', KEYS[1], 'owner', ARGV[2], 'owner_until', ARGV[3], 'owner_saw', entry[4] or '0')
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
for i = 2, #KEYS do
  redis.call('SADD', KEYS[i], ARGV[7])
  redis.call('PEXPIRE', KEYS[i], ARGV[5])
end
return {1}
)lua"};

// KEYS: entry. ARGV: token, value, fresh_until, keep_until, for how many milliseconds it is kept.
const Script kStore{R"lua(
local found = redis.call('HMGET', KEYS[1], 'owner', 'owner_saw', 'invalidated')
if found[1] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'fresh_until', ARGV[3], 'keep_until', ARGV[4])
redis.call('HDEL', KEYS[1], 'owner', 'owner_until', 'owner_saw')
if (found[3] or '0') == found[2] then redis.call('HDEL', KEYS[1], 'invalidated') end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
)lua"};

// KEYS: entry. ARGV: token.
const Script kAbandon{R"lua(
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'owner', 'owner_until', 'owner_saw')
return 1
)lua"};

// KEYS: entries.
const Script kInvalidate{R"lua(
for _, entry in ipairs(KEYS) do
  if redis.call('EXISTS', entry) == 1 then redis.call('HINCRBY', entry, 'invalidated', 1) end
end
return 1
)lua"};

// KEYS: set, what stands in front of the names of keys.
const Script kInvalidateMembers{R"lua(
for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local entry = KEYS[2] .. name
  if redis.call('EXISTS', entry) == 1 then redis.call('HINCRBY', entry, 'invalidated', 1) end
end
redis.call('DEL', KEYS[1])
return 1
)lua"};

std::int64_t in_milliseconds(Duration duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration).count();
}

}  // namespace

MarkedEntries::MarkedEntries(Redis& redis, Clock& clock, Settings settings)
    : redis_(redis), clock_(clock), settings_(std::move(settings)) {}

RedisKey MarkedEntries::entry(std::string_view key_name) const {
  return {settings_.prefix + "entry:" + std::string(key_name)};
}

RedisKey MarkedEntries::tag_set(std::string_view tag) const { return {settings_.prefix + "tag:" + std::string(tag)}; }

RedisKey MarkedEntries::name_set(std::string_view invalidation_key) const {
  return {settings_.prefix + "name:" + std::string(invalidation_key)};
}

MarkedEntries::Found MarkedEntries::find_or_begin(const Key& key, std::string_view token, std::string_view tag,
                                                  std::span<const std::string> invalidation_keys) {
  std::vector<RedisKey> keys{entry(key.name), tag_set(tag)};
  for (const std::string& name : invalidation_keys) keys.push_back(name_set(name));
  const Duration now = clock_.unix_time();
  // An entry outlives its computation by `keep` at most.
  const std::vector<Arg> arguments{in_milliseconds(now),
                                   token,
                                   in_milliseconds(now + settings_.progress_ttl),
                                   in_milliseconds(settings_.progress_ttl),
                                   in_milliseconds(settings_.progress_ttl + settings_.keep),
                                   settings_.serves_old ? 1 : 0,
                                   key.name};
  Reply reply = redis_.run(kFindOrBegin, keys, Args(arguments));
  const std::int64_t state = reply.elements.at(0).as_integer();
  if (state == 0) return {.value = std::move(reply.elements.at(1)).as_optional_string(), .begun = false};
  return {.value = std::nullopt, .begun = state == 1};
}

void MarkedEntries::store(const Key& key, std::string_view token, const Value& value) {
  const Duration now = clock_.unix_time();
  std::string fresh_until;
  if (settings_.timeout) fresh_until = std::to_string(in_milliseconds(now + *settings_.timeout));
  redis_.run(kStore, {entry(key.name)},
             {token, value.bytes, fresh_until, in_milliseconds(now + settings_.keep), in_milliseconds(settings_.keep)});
}

void MarkedEntries::abandon(const Key& key, std::string_view token) {
  redis_.run(kAbandon, {entry(key.name)}, {token});
}

void MarkedEntries::invalidate(const Key& key) { redis_.run(kInvalidate, {entry(key.name)}); }

void MarkedEntries::invalidate_tag(std::string_view tag) { invalidate_members(tag_set(tag)); }

void MarkedEntries::invalidate_by_name(std::string_view invalidation_key) {
  invalidate_members(name_set(invalidation_key));
}

void MarkedEntries::invalidate_members(const RedisKey& set) { redis_.run(kInvalidateMembers, {set, entry("")}); }

void MarkedEntries::invalidate_pattern(std::string_view pattern) {
  const std::vector<RedisKey> keys = redis_.scan(entry(pattern));
  for (std::size_t begin = 0; begin < keys.size(); begin += kKeysPerScript) {
    const std::size_t count = std::min(kKeysPerScript, keys.size() - begin);
    redis_.run(kInvalidate, std::span(keys).subspan(begin, count), Args{});
  }
}

}  // namespace stampede
