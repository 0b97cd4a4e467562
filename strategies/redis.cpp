// Typed replies, and the commands that most strategies use.
#include "strategies/redis.h"

#include <algorithm>
#include <string>
#include <utility>

namespace stampede {
namespace {

const char* name_of(Reply::Type type) {
  switch (type) {
    case Reply::Type::nil:
      return "nil";
    case Reply::Type::integer:
      return "an integer";
    case Reply::Type::string:
      return "a string";
    case Reply::Type::status:
      return "a status";
    case Reply::Type::error:
      return "an error";
    case Reply::Type::array:
      return "an array";
  }
  return "nothing known";
}

void require(Reply::Type expected, Reply::Type actual) {
  if (actual == expected) return;
  throw RedisError(RedisError::Kind::unexpected,
                   std::string("Redis replied with ") + name_of(actual) + " instead of " + name_of(expected));
}

}  // namespace

std::int64_t expiry_ms(Duration expiry) {
  return std::max<std::int64_t>(1, std::chrono::duration_cast<std::chrono::milliseconds>(expiry).count());
}

std::int64_t Reply::as_integer() const {
  require(Type::integer, type);
  return integer;
}

const std::string& Reply::as_string() const {
  if (type != Type::status) require(Type::string, type);
  return text;
}

std::optional<std::string> Reply::as_optional_string() && {
  if (is_nil()) return std::nullopt;
  require(Type::string, type);
  return std::move(text);
}

std::vector<std::string> Reply::as_strings() && {
  require(Type::array, type);
  std::vector<std::string> strings;
  strings.reserve(elements.size());
  for (Reply& element : elements) {
    require(Type::string, element.type);
    strings.push_back(std::move(element.text));
  }
  return strings;
}

std::optional<std::string> Redis::get(const RedisKey& key) { return call({"GET", key}).as_optional_string(); }

bool Redis::exists(const RedisKey& key) { return call({"EXISTS", key}).as_integer() != 0; }

std::optional<std::chrono::seconds> Redis::ttl(const RedisKey& key) {
  const std::int64_t seconds = call({"TTL", key}).as_integer();
  if (seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

void Redis::set(const RedisKey& key, std::string_view value) { call({"SET", key, value}); }

void Redis::set_px(const RedisKey& key, std::string_view value, Duration expiry) {
  call({"SET", key, value, "PX", expiry_ms(expiry)});
}

bool Redis::set_nx_px(const RedisKey& key, std::string_view value, Duration expiry) {
  return !call({"SET", key, value, "NX", "PX", expiry_ms(expiry)}).is_nil();
}

bool Redis::del(const RedisKey& key) { return call({"DEL", key}).as_integer() != 0; }

}  // namespace stampede
