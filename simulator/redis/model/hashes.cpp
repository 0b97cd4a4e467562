// Hashes.
#include <cmath>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

Reply set_fields(Call& call, bool counts) {
  if (call.size() % 2 != 0) {
    throw CommandError("ERR wrong number of arguments for '" + std::string(call.command.name) + "' command");
  }
  Hash& hash = call.engine.find_or_add<Hash>(call[1]);
  std::int64_t created = 0;
  for (std::size_t i = 2; i < call.size(); i += 2) created += hash.set(call[i], call[i + 1]) ? 1 : 0;
  call.engine.changed(&call.client, call[1]);
  return counts ? integer_reply(created) : ok_reply();
}

Reply hsetnx(Call& call) {
  Hash& hash = call.engine.find_or_add<Hash>(call[1]);
  if (hash.find(call[2]) != nullptr) return integer_reply(0);
  hash.set(call[2], call[3]);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(1);
}

Reply value_of(const Hash* hash, std::string_view field) {
  const std::string* text = hash == nullptr ? nullptr : hash->find(field);
  return text == nullptr ? nil_reply() : text_reply(std::string_view(*text));
}

Reply hget(Call& call) { return value_of(call.engine.find_as<Hash>(call[1]), call[2]); }

Reply hmget(Call& call) {
  const Hash* hash = call.engine.find_as<Hash>(call[1]);
  std::vector<Reply> texts;
  for (const std::string_view field : call.words.subspan(2)) texts.push_back(value_of(hash, field));
  return array_reply(std::move(texts));
}

Reply list_all(Call& call, bool with_fields, bool with_values) {
  const Hash* hash = call.engine.find_as<Hash>(call[1]);
  std::vector<Reply> texts;
  if (hash == nullptr) return array_reply();
  for (const auto& [field, text] : hash->fields()) {
    if (with_fields) texts.push_back(text_reply(std::string_view(field)));
    if (with_values) texts.push_back(text_reply(std::string_view(text)));
  }
  return array_reply(std::move(texts));
}

Reply hdel(Call& call) {
  Hash* hash = call.engine.find_as<Hash>(call[1]);
  if (hash == nullptr) return integer_reply(0);
  std::int64_t removed = 0;
  for (const std::string_view field : call.words.subspan(2)) removed += hash->erase(field) ? 1 : 0;
  if (removed == 0) return integer_reply(0);
  call.engine.remove_if_empty(call[1], *hash);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(removed);
}

Reply hexists(Call& call) {
  const Hash* hash = call.engine.find_as<Hash>(call[1]);
  return integer_reply(hash != nullptr && hash->find(call[2]) != nullptr ? 1 : 0);
}

Reply hlen(Call& call) {
  const Hash* hash = call.engine.find_as<Hash>(call[1]);
  return integer_reply(hash == nullptr ? 0 : static_cast<std::int64_t>(hash->size()));
}

Reply hstrlen(Call& call) {
  const Hash* hash = call.engine.find_as<Hash>(call[1]);
  const std::string* text = hash == nullptr ? nullptr : hash->find(call[2]);
  return integer_reply(text == nullptr ? 0 : static_cast<std::int64_t>(text->size()));
}

// The field's text; null: there is none. Nothing is added: the increment may yet be refused.
const std::string* current(Call& call) {
  const Hash* hash = call.engine.find_as<Hash>(call[1]);
  return hash == nullptr ? nullptr : hash->find(call[2]);
}

void store(Call& call, std::string_view text) {
  call.engine.find_or_add<Hash>(call[1]).set(call[2], text);
  call.engine.changed(&call.client, call[1]);
}

Reply hincrby(Call& call) {
  const std::int64_t increment = to_integer(call[3]);
  const std::string* text = current(call);
  std::int64_t number = text == nullptr ? 0 : to_integer(*text, "ERR hash value is not an integer");
  if (__builtin_add_overflow(number, increment, &number)) {
    throw CommandError("ERR increment or decrement would overflow");
  }
  store(call, std::to_string(number));
  return integer_reply(number);
}

Reply hincrbyfloat(Call& call) {
  const long double increment = to_long_double(call[3]);
  if (std::isinf(increment)) throw CommandError("ERR value is NaN or Infinity");
  const std::string* text = current(call);
  const long double sum = increment + (text == nullptr ? 0 : to_long_double(*text, "ERR hash value is not a float"));
  if (std::isnan(sum) || std::isinf(sum)) throw CommandError("ERR increment would produce NaN or Infinity");
  std::string shown = format_long_double(sum);
  store(call, shown);
  return text_reply(std::move(shown));
}

constexpr KeyPositions kOneKey{1, 1, 1};
constexpr unsigned kGrows = flags::kWrite | flags::kDenyOutOfMemory;

constexpr Command kCommands[] = {
    {"hset", -4, kGrows, kOneKey, [](Call& call) { return set_fields(call, true); }},
    {"hmset", -4, kGrows, kOneKey, [](Call& call) { return set_fields(call, false); }},
    {"hsetnx", 4, kGrows, kOneKey, hsetnx},
    {"hget", 3, flags::kReadOnly, kOneKey, hget},
    {"hmget", -3, flags::kReadOnly, kOneKey, hmget},
    {"hgetall", 2, flags::kReadOnly, kOneKey, [](Call& call) { return list_all(call, true, true); }},
    {"hkeys", 2, flags::kReadOnly, kOneKey, [](Call& call) { return list_all(call, true, false); }},
    {"hvals", 2, flags::kReadOnly, kOneKey, [](Call& call) { return list_all(call, false, true); }},
    {"hdel", -3, flags::kWrite, kOneKey, hdel},
    {"hexists", 3, flags::kReadOnly, kOneKey, hexists},
    {"hlen", 2, flags::kReadOnly, kOneKey, hlen},
    {"hstrlen", 3, flags::kReadOnly, kOneKey, hstrlen},
    {"hincrby", 4, kGrows, kOneKey, hincrby},
    {"hincrbyfloat", 4, kGrows, kOneKey, hincrbyfloat},
};

}  // namespace

Commands hash_commands() { return kCommands; }

}  // namespace stampede::redis::model
