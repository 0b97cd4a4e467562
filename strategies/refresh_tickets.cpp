#include "strategies/refresh_tickets.h"

namespace stampede {
namespace {

const Script kTake{R"lua(
local ticket = redis.call('HINCRBY', KEYS[1], 'taken', 1)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return ticket
)lua"};

// KEYS: item, tickets. ARGV: ticket, fresh item, stale item, lifetime in milliseconds.
const Script kStore{R"lua(
local ticket = tonumber(ARGV[1])
if ticket < tonumber(redis.call('HGET', KEYS[2], 'stored') or 0) then return 0 end
redis.call('HSET', KEYS[2], 'stored', ticket)
redis.call('PEXPIRE', KEYS[2], ARGV[4])
local item = ARGV[2]
if ticket <= tonumber(redis.call('HGET', KEYS[2], 'invalidated') or 0) then item = ARGV[3] end
redis.call('SET', KEYS[1], item, 'PX', ARGV[4])
return 1
)lua"};

// KEYS: item. ARGV: what was seen, what is to be there, lifetime in milliseconds.
const Script kReplace{R"lua(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1
)lua"};

const Script kInvalidate{R"lua(
redis.call('HSET', KEYS[1], 'invalidated', redis.call('HGET', KEYS[1], 'taken') or 0)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
)lua"};

// KEYS: item, tickets. ARGV: lifetime in milliseconds. The next ticket may store.
const Script kRemove{R"lua(
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[2], 'stored', (redis.call('HGET', KEYS[2], 'taken') or 0) + 1)
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 1
)lua"};

RedisKey tickets_of(const RedisKey& item) { return RedisKey{item.name + ":tickets"}; }

std::int64_t in_milliseconds(Duration duration) {
  return std::chrono::ceil<std::chrono::milliseconds>(duration).count();
}

}  // namespace

std::int64_t RefreshTickets::take(const RedisKey& item) {
  return redis_.run(kTake, {tickets_of(item)}, {in_milliseconds(cache_ttl_)}).as_integer();
}

void RefreshTickets::store(const RedisKey& item, std::int64_t ticket, std::string_view fresh, std::string_view stale) {
  redis_.run(kStore, {item, tickets_of(item)}, {ticket, fresh, stale, in_milliseconds(cache_ttl_)});
}

bool RefreshTickets::replace(const RedisKey& item, std::string_view seen, std::string_view postponed) {
  return redis_.run(kReplace, {item}, {seen, postponed, in_milliseconds(cache_ttl_)}).as_integer() == 1;
}

bool RefreshTickets::create(const RedisKey& item, std::string_view placeholder) {
  return redis_.set_nx_px(item, placeholder, cache_ttl_);
}

void RefreshTickets::invalidate(const RedisKey& item) {
  redis_.run(kInvalidate, {tickets_of(item)}, {in_milliseconds(cache_ttl_)});
}

void RefreshTickets::remove(const RedisKey& item) {
  redis_.run(kRemove, {item, tickets_of(item)}, {in_milliseconds(cache_ttl_)});
}

}  // namespace stampede
