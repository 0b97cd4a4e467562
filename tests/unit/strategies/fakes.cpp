// Redis's semantics, as far as the strategies rely on them.
#include "tests/unit/strategies/fakes.h"

#include <fnmatch.h>

#include <string>

#include "strategies/hash_storage.h"
#include "strategies/lock.h"
#include "tests/unit/strategies/fake_scripts.h"

namespace stampede {
namespace {

Reply of_type(Reply::Type type) {
  Reply reply;
  reply.type = type;
  return reply;
}

Reply nil() { return of_type(Reply::Type::nil); }

Reply integer(std::int64_t number) {
  Reply reply = of_type(Reply::Type::integer);
  reply.integer = number;
  return reply;
}

Reply string(std::string text, Reply::Type type = Reply::Type::string) {
  Reply reply = of_type(type);
  reply.text = std::move(text);
  return reply;
}

Reply ok() { return string("OK", Reply::Type::status); }

Reply optional_string(std::optional<std::string> text) { return text ? string(std::move(*text)) : nil(); }

template <typename Range>
Reply strings(const Range& range) {
  Reply reply = of_type(Reply::Type::array);
  for (const std::string& text : range) reply.elements.push_back(string(text));
  return reply;
}

Reply flag_and_value(std::int64_t flag, std::optional<std::string> value) {
  Reply reply = of_type(Reply::Type::array);
  reply.elements = {integer(flag)};
  if (flag == 0) reply.elements.push_back(optional_string(std::move(value)));
  return reply;
}

std::vector<std::string> words_of(Args args) {
  std::vector<std::string> words;
  for (const Arg& arg : args) words.push_back(arg.is_number() ? std::to_string(arg.number()) : std::string(arg.text()));
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

}  // namespace

Reply FakeRedis::call(Args args) {
  const Words words = words_of(args);
  commands_.push_back(joined(words));
  return execute(words);
}

std::vector<Reply> FakeRedis::transaction(std::span<const std::vector<Arg>> commands) {
  std::vector<Reply> replies;
  commands_.push_back("MULTI");
  for (const std::vector<Arg>& command : commands) replies.push_back(call(Args(command)));
  commands_.push_back("EXEC");
  return replies;
}

// Does by hand what the known scripts do; that their Lua does the same is shown on the real server.
Reply FakeRedis::run(const Script& script, std::span<const RedisKey> keys, Args args) {
  const Words argv = words_of(args);
  commands_.push_back("EVALSHA");
  if (&script == &kDeleteIfOwned) {
    if (peek(keys[0].name) != argv[0]) return integer(0);
    return execute({"DEL", keys[0].name});
  }
  if (&script == &kTakeMarkOrRead || &script == &kTakeMarkAndValueOrRead) {
    const bool marked = execute({"SREM", keys[0].name, argv[0]}).integer == 1;
    if (marked && &script == &kTakeMarkAndValueOrRead) execute({"HDEL", keys[1].name, argv[1]});
    return flag_and_value(marked ? 1 : 0, peek_field(keys[1].name, argv[1]));
  }
  Words names;
  for (const RedisKey& key : keys) names.push_back(key.name);
  if (auto reply = run_by_hand(script, names, argv, [this](const Words& words) { return execute(words); })) {
    return *std::move(reply);
  }
  throw std::logic_error("the fake Redis does not know this script");
}

void FakeRedis::subscribe(const RedisKey& channel, MessageHandler handler) {
  commands_.push_back("SUBSCRIBE " + channel.name);
  subscribers_[channel.name].push_back(std::move(handler));
}

std::vector<RedisKey> FakeRedis::scan(const RedisKey& pattern) {
  commands_.push_back("SCAN 0 MATCH " + pattern.name);
  forget_expired();
  std::vector<RedisKey> keys;
  for (const auto& [key, entry] : data_) {
    if (fnmatch(pattern.name.c_str(), key.c_str(), 0) == 0) keys.push_back({key});
  }
  return keys;
}

std::optional<std::string> FakeRedis::peek(const std::string& key) {
  forget_expired();
  if (!holds(key)) return std::nullopt;
  return content<std::string>(key);
}

std::optional<std::string> FakeRedis::peek_field(const std::string& hash, const std::string& field) {
  if (!holds(hash)) return std::nullopt;
  const Hash& fields = content<Hash>(hash);
  const auto found = fields.find(field);
  return found == fields.end() ? std::nullopt : std::optional(found->second);
}

std::set<std::string> FakeRedis::peek_members(const std::string& set) { return holds(set) ? content<Set>(set) : Set{}; }

Reply FakeRedis::execute(const Words& words) {
  forget_expired();
  if (words[0] == "ECHO") return string(words[1]);
  if (words[0] == "PUBLISH") return publish(words[1], words[2]);
  if (words[0] == "LPUSH") return integer(1);
  if (auto reply = execute_on_strings(words)) return *reply;
  if (auto reply = execute_on_hashes(words)) return *reply;
  if (auto reply = execute_on_sets(words)) return *reply;
  if (auto reply = execute_on_sorted_sets(words)) return *reply;
  throw RedisError(RedisError::Kind::server, "ERR unknown command '" + words[0] + "'");
}

std::optional<Reply> FakeRedis::execute_on_strings(const Words& words) {
  if (words[0] == "GET") return optional_string(peek(words[1]));
  if (words[0] == "SET") return execute_set(words);
  if (words[0] == "EXISTS") return integer(holds(words[1]) ? 1 : 0);
  if (words[0] == "TTL") {
    if (!holds(words[1])) return integer(-2);
    const auto expiry = data_.at(words[1]).expiry;
    if (!expiry) return integer(-1);
    return integer(std::chrono::round<std::chrono::seconds>(*expiry - now_()).count());
  }
  if (words[0] == "DEL" || words[0] == "UNLINK") {
    std::size_t erased = 0;
    for (std::size_t i = 1; i < words.size(); ++i) erased += data_.erase(words[i]);
    return integer(static_cast<std::int64_t>(erased));
  }
  return std::nullopt;
}

Reply FakeRedis::execute_set(const Words& words) {
  bool only_if_new = false;
  std::optional<TimePoint> expiry;
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (words[i] == "NX") only_if_new = true;
    if (words[i] == "KEEPTTL" && holds(words[1])) expiry = data_.at(words[1]).expiry;
    if (words[i] == "PX") expiry = now_() + std::chrono::milliseconds(std::stoll(words.at(++i)));
  }
  if (only_if_new && holds(words[1])) return nil();
  data_[words[1]] = Entry{words[2], expiry};
  return ok();
}

std::optional<Reply> FakeRedis::execute_on_hashes(const Words& words) {
  if (words[0] == "HGET") return optional_string(peek_field(words[1], words[2]));
  if (words[0] == "HSET") {
    return integer(content<Hash>(words[1]).insert_or_assign(words[2], words[3]).second ? 1 : 0);
  }
  if (words[0] == "HDEL") {
    const auto erased = content<Hash>(words[1]).erase(words[2]);
    drop_if_empty(words[1]);
    return integer(static_cast<std::int64_t>(erased));
  }
  return std::nullopt;
}

std::optional<Reply> FakeRedis::execute_on_sets(const Words& words) {
  if (words[0] == "SMEMBERS") return strings(peek_members(words[1]));
  if (words[0] != "SADD" && words[0] != "SREM") return std::nullopt;
  Set& members = content<Set>(words[1]);
  const std::size_t before = members.size();
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[0] == "SADD") {
      members.insert(words[i]);
    } else {
      members.erase(words[i]);
    }
  }
  const std::size_t after = members.size();
  drop_if_empty(words[1]);
  return integer(static_cast<std::int64_t>(after > before ? after - before : before - after));
}

std::optional<Reply> FakeRedis::execute_on_sorted_sets(const Words& words) {
  const bool remove = words[0] == "ZREMRANGEBYSCORE";
  if (words[0] == "ZADD") {
    return integer(content<SortedSet>(words[1]).insert_or_assign(words[3], std::stoll(words[2])).second ? 1 : 0);
  }
  if (words[0] != "ZRANGEBYSCORE" && !remove) return std::nullopt;
  SortedSet& members = content<SortedSet>(words[1]);
  Words in_range;
  for (const auto& [member, score] : members) {
    if (score >= std::stoll(words[2]) && score <= std::stoll(words[3])) in_range.push_back(member);
  }
  if (remove) {
    for (const std::string& member : in_range) members.erase(member);
  }
  drop_if_empty(words[1]);
  return remove ? integer(static_cast<std::int64_t>(in_range.size())) : strings(in_range);
}

Reply FakeRedis::publish(const std::string& channel, const std::string& message) {
  const auto& handlers = subscribers_[channel];
  for (const MessageHandler& handler : handlers) handler(message);
  return integer(static_cast<std::int64_t>(handlers.size()));
}

void FakeRedis::forget_expired() {
  std::erase_if(data_, [now = now_()](const auto& item) { return item.second.expiry && *item.second.expiry <= now; });
}

void FakeRedis::drop_if_empty(const std::string& key) {
  const bool empty = std::visit([](const auto& held) { return held.empty(); }, data_.at(key).content);
  if (empty) data_.erase(key);
}

template <typename Content>
Content& FakeRedis::content(const std::string& key) {
  Entry& entry = data_.try_emplace(key, Entry{Content{}, std::nullopt}).first->second;
  if (auto* held = std::get_if<Content>(&entry.content)) return *held;
  throw RedisError(RedisError::Kind::server, "WRONGTYPE Operation against a key holding the wrong kind of value");
}

}  // namespace stampede
