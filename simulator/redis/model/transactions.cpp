// MULTI, EXEC, DISCARD, WATCH, UNWATCH.
#include <iterator>

#include "simulator/redis/model/engine.h"

namespace stampede::redis::model {
namespace {

void end_transaction(Call& call) {
  call.client.transaction = {};
  call.engine.watches().unwatch_all(call.client);
}

Reply multi(Call& call) {
  if (call.client.transaction.is_open) throw CommandError("ERR MULTI calls can not be nested");
  call.client.transaction.is_open = true;
  return ok_reply();
}

bool has_expired_watch(Call& call) {
  for (const WatchedKey& watched : call.client.watched) {
    const Object* object = call.engine.keys().find(watched.key);
    if (!watched.was_expired && object != nullptr && call.engine.is_expired(*object)) return true;
  }
  return false;
}

// Also what the client is told meanwhile. That is more than EXEC announces, and its reply ends with as many as it has
// commands: so does Redis.
std::vector<Reply> run_all(Call& call, const std::vector<QueuedCommand>& queue) {
  std::vector<Reply> replies;
  replies.reserve(queue.size());
  const Engine::Nested nested = call.engine.begin_transaction();
  for (const QueuedCommand& queued : queue) {
    const std::vector<std::string_view> words(queued.words.begin(), queued.words.end());
    Reply reply = call.engine.run(*queued.command, call.client, words);
    std::vector<Reply> messages = call.engine.take_own_messages();
    // Further confirmations of a subscription follow the first, messages of one's own come before the reply.
    const bool confirms = queued.command->has(flags::kSubscriber);
    messages.insert(confirms ? messages.begin() : messages.end(), std::move(reply));
    for (Reply& message : messages) replies.push_back(std::move(message));
  }
  return replies;
}

Reply exec(Call& call) {
  Transaction& transaction = call.client.transaction;
  if (!transaction.is_open) throw CommandError("ERR EXEC without MULTI");
  if (has_expired_watch(call)) transaction.is_outdated = true;
  if (transaction.is_refused) {
    end_transaction(call);
    throw CommandError("EXECABORT Transaction discarded because of previous errors.");
  }
  if (transaction.is_outdated) {
    end_transaction(call);
    return nil_reply();
  }
  call.engine.watches().unwatch_all(call.client);
  std::vector<Reply> replies = run_all(call, transaction.queue);
  const auto count = static_cast<std::ptrdiff_t>(transaction.queue.size());
  std::vector<Reply> rest(std::make_move_iterator(replies.begin() + count), std::make_move_iterator(replies.end()));
  replies.erase(replies.begin() + count, replies.end());
  end_transaction(call);
  for (Reply& message : rest) call.engine.deliver(call.client.id, std::move(message));
  return array_reply(std::move(replies));
}

Reply discard(Call& call) {
  if (!call.client.transaction.is_open) throw CommandError("ERR DISCARD without MULTI");
  end_transaction(call);
  return ok_reply();
}

Reply watch(Call& call) {
  if (call.client.transaction.is_open) throw CommandError("ERR WATCH inside MULTI is not allowed");
  if (call.client.transaction.is_outdated) return ok_reply();
  for (const std::string_view key : call.words.subspan(1)) {
    const Object* object = call.engine.keys().find(key);
    call.engine.watches().watch(call.client, key, object != nullptr && call.engine.is_expired(*object));
  }
  return ok_reply();
}

Reply unwatch(Call& call) {
  call.engine.watches().unwatch_all(call.client);
  call.client.transaction.is_outdated = false;
  return ok_reply();
}

constexpr unsigned kAtOnce = flags::kNoScript | flags::kNotQueued;

constexpr Command kCommands[] = {
    {"multi", 1, kAtOnce, {}, multi},
    {"exec", 1, kAtOnce, {}, exec},
    {"discard", 1, kAtOnce, {}, discard},
    {"watch", -2, kAtOnce, {1, -1, 1}, watch},
    {"unwatch", 1, flags::kNoScript, {}, unwatch},
};

}  // namespace

Commands transaction_commands() { return kCommands; }

}  // namespace stampede::redis::model
