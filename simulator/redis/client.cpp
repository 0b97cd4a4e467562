#include "simulator/redis/client.h"

#include <set>
#include <utility>

namespace stampede::redis {

namespace {

constexpr int kScanCount = 1000;

bool is_unknown_script(const Reply& reply) {
  return reply.type == Reply::Type::error && reply.text.starts_with("NOSCRIPT");
}

}  // namespace

Client::Client(runtime::Scheduler& scheduler, std::string prefix, Duration deadline, measure::RedisUsage& usage)
    : scheduler_(scheduler),
      prefix_(std::move(prefix)),
      deadline_(deadline),
      usage_(usage),
      script_loading_(std::make_shared<runtime::Semaphore>(scheduler, 1)) {}

Reply Client::checked(Reply reply) {
  if (reply.type != Reply::Type::error) return reply;
  ++usage_.errors;
  throw RedisError(RedisError::Kind::server, reply.text);
}

Reply Client::call(Args args) { return checked(send(args, std::nullopt)); }

Reply Client::call_blocking(Args args, Duration longest) { return checked(send(args, longest + deadline_)); }

std::vector<Reply> Client::transaction(std::span<const std::vector<Arg>> commands) {
  std::vector<std::vector<Arg>> all;
  all.reserve(commands.size() + 2);
  all.push_back({"MULTI"});
  all.insert(all.end(), commands.begin(), commands.end());
  all.push_back({"EXEC"});
  std::vector<Reply> replies = send_all(all);
  // A command that was refused when queued makes EXEC fail as well; its own error says more.
  for (Reply& reply : replies) checked(reply);
  std::vector<Reply> results = std::move(replies.back().elements);
  for (const Reply& result : results) checked(result);
  return results;
}

std::string Client::load(const Script& script) {
  const std::string hash = checked(send(std::vector<Arg>{"SCRIPT", "LOAD", script.text}, std::nullopt)).text;
  return script_hashes_[&script] = hash;
}

// A crowd that needs a script for the first time loads it once: each load would count as the strategy's command.
std::string Client::hash_of(const Script& script) {
  if (const auto known = script_hashes_.find(&script); known != script_hashes_.end()) return known->second;
  // Shared, as this object may be gone when a waiter is woken.
  const std::shared_ptr<runtime::Semaphore> loading = script_loading_;
  loading->acquire("a script to be loaded");
  const struct Release {
    runtime::Semaphore& semaphore;
    ~Release() { semaphore.release(); }
  } release_at_end{*loading};
  if (const auto known = script_hashes_.find(&script); known != script_hashes_.end()) return known->second;
  return load(script);
}

Reply Client::run(const Script& script, std::span<const RedisKey> keys, Args args) {
  std::string hash = hash_of(script);
  std::vector<Arg> command{"EVALSHA", hash, keys.size()};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), args.begin(), args.end());
  Reply reply = send(command, std::nullopt);
  if (is_unknown_script(reply)) {  // the server was restarted, or its scripts were flushed
    hash = load(script);
    command[1] = Arg(hash);
    reply = send(command, std::nullopt);
  }
  return checked(std::move(reply));
}

std::vector<RedisKey> Client::scan(const RedisKey& pattern) {
  std::set<std::string> found;  // SCAN may give a name twice while the server's table changes its size
  std::string cursor = "0";
  do {
    const Reply reply = call({"SCAN", cursor, "MATCH", pattern, "COUNT", kScanCount});
    if (reply.elements.size() != 2) throw RedisError(RedisError::Kind::unexpected, "SCAN: not two elements");
    cursor = reply.elements[0].as_string();
    for (const Reply& name : reply.elements[1].elements) {
      if (name.as_string().starts_with(prefix_)) found.insert(name.as_string().substr(prefix_.size()));
    }
  } while (cursor != "0");
  std::vector<RedisKey> keys;
  keys.reserve(found.size());
  for (const std::string& name : found) keys.push_back({name});
  return keys;
}

}  // namespace stampede::redis
