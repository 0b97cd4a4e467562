#include "tests/unit/strategies/fakes.h"

#include <algorithm>
#include <string>

namespace stampede {
namespace {

// Of the start of the script; any will do.
constexpr Duration kUnixTimeAtZero = std::chrono::seconds(1'700'000'000);

std::vector<std::string> words_of(Args args) {
  std::vector<std::string> words;
  for (const Arg& arg : args) words.push_back(arg.is_number() ? std::to_string(arg.number()) : std::string(arg.text()));
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) {
    if (!line.empty()) line += ' ';
    line += word;
  }
  return line;
}

}  // namespace

FakeRedis::FakeRedis(Now now)
    : now_(std::move(now)),
      server_({}, [this](redis::model::ClientId, Reply&& reply) { deliver(reply); }),
      client_(server_.connect()),
      subscriber_(server_.connect()) {}

Reply FakeRedis::execute(redis::model::ClientId client, const Words& words) {
  const std::vector<std::string_view> views(words.begin(), words.end());
  auto reply = server_.execute(client, views, kUnixTimeAtZero + now_().time_since_epoch());
  if (!reply) throw std::logic_error("the fake Redis cannot block");
  if (reply->type == Reply::Type::error) throw RedisError(RedisError::Kind::server, reply->text);
  return *std::move(reply);
}

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

Reply FakeRedis::run(const Script& script, std::span<const RedisKey> keys, Args args) {
  commands_.push_back("EVALSHA");
  Words words{"EVAL", std::string(script.text), std::to_string(keys.size())};
  for (const RedisKey& key : keys) words.push_back(key.name);
  for (std::string& word : words_of(args)) words.push_back(std::move(word));
  return execute(words);
}

void FakeRedis::subscribe(const RedisKey& channel, MessageHandler handler) {
  commands_.push_back("SUBSCRIBE " + channel.name);
  handlers_[channel.name] = std::move(handler);
  execute(subscriber_, {"SUBSCRIBE", channel.name});
}

void FakeRedis::deliver(const Reply& message) {
  if (message.elements.size() != 3 || message.elements[0].text != "message") return;
  const auto handler = handlers_.find(message.elements[1].text);
  if (handler != handlers_.end()) handler->second(message.elements[2].text);
}

void FakeRedis::track(TrackedWrites writes, InvalidationHandler handler) {
  commands_.insert(commands_.end(), {"CLIENT ID", "SUBSCRIBE __redis__:invalidate"});
  commands_.push_back(writes == TrackedWrites::all ? "CLIENT TRACKING ON REDIRECT 2"
                                                   : "CLIENT TRACKING ON REDIRECT 2 NOLOOP");
  trackers_.push_back(std::move(handler));
  tracking_ = true;
}

void FakeRedis::tell_invalidated(const std::optional<RedisKey>& key) {
  for (const InvalidationHandler& handler : trackers_) handler(key);
}

void FakeRedis::set_tracking(bool on) {
  tracking_ = on;
  tell_invalidated(std::nullopt);
}

std::vector<RedisKey> FakeRedis::scan(const RedisKey& pattern) {
  commands_.push_back("SCAN 0 MATCH " + pattern.name);
  std::vector<std::string> names = execute({"KEYS", pattern.name}).as_strings();
  std::sort(names.begin(), names.end());
  std::vector<RedisKey> keys;
  for (std::string& name : names) keys.push_back({std::move(name)});
  return keys;
}

std::optional<std::string> FakeRedis::peek(const std::string& key) {
  return execute({"GET", key}).as_optional_string();
}

std::optional<std::string> FakeRedis::peek_field(const std::string& hash, const std::string& field) {
  return execute({"HGET", hash, field}).as_optional_string();
}

std::set<std::string> FakeRedis::peek_members(const std::string& set) {
  std::vector<std::string> members = execute({"SMEMBERS", set}).as_strings();
  return {members.begin(), members.end()};
}

}  // namespace stampede
