#include "tests/unit/experiment/fake_world.h"

#include <stdexcept>

namespace stampede::experiment {

namespace {

Reply string_reply(std::string text) {
  Reply reply;
  reply.type = Reply::Type::string;
  reply.text = std::move(text);
  return reply;
}

}  // namespace

void FakeConnection::wait_for_turn() { turn_.acquire("the connection"); }

Reply FakeConnection::call(Args args) {
  ++usage_.commands;
  if (store_.delay == Duration::zero()) {
    Reply reply = execute(args);
    lose_reply_if_told(args);
    return reply;
  }
  wait_for_turn();
  scheduler_.sleep_until(scheduler_.now() + store_.delay, "a reply");
  Reply reply = execute(args);
  turn_.release();
  lose_reply_if_told(args);
  return reply;
}

void FakeConnection::lose_reply_if_told(Args args) const {
  if (store_.loses_reply && store_.loses_reply(args[0].text())) {
    throw RedisError(RedisError::Kind::timed_out, "the fake server is told to lose the reply");
  }
}

Reply FakeConnection::call_blocking(Args args, Duration longest) {
  ++usage_.commands;
  wait_for_turn();
  auto& list = store_.lists[std::string(args[1].text())];
  const TimePoint deadline = scheduler_.now() + longest;
  while (list.empty() && scheduler_.now() < deadline) {
    scheduler_.sleep_until(scheduler_.now() + std::chrono::milliseconds(1), "a task");
  }
  Reply reply;
  if (!list.empty()) {
    reply.type = Reply::Type::array;
    reply.elements = {string_reply(std::string(args[1].text())), string_reply(list.back())};
    list.pop_back();
  }
  turn_.release();
  lose_reply_if_told(args);
  return reply;
}

Reply FakeConnection::execute(Args args) {
  const std::string_view command = args[0].text();
  const std::string key(args[1].text());
  if (command == "SET") {
    store_.values[key] = args[2].text();
    return string_reply("OK");
  }
  if (command == "LPUSH") {
    store_.lists[key].emplace_front(args[2].text());
    Reply reply;
    reply.type = Reply::Type::integer;
    reply.integer = 1;
    return reply;
  }
  if (command != "GET") throw std::logic_error("the fake store does not know " + std::string(command));
  const auto found = store_.values.find(key);
  return found == store_.values.end() ? Reply{} : string_reply(found->second);
}

std::vector<Reply> FakeConnection::transaction(std::span<const std::vector<Arg>> /*commands*/) {
  throw std::logic_error("the fake store knows no transactions");
}

Reply FakeConnection::run(const Script& /*script*/, std::span<const RedisKey> /*keys*/, Args /*args*/) {
  throw std::logic_error("the fake store knows no scripts");
}

void FakeConnection::subscribe(const RedisKey& /*channel*/, MessageHandler /*handler*/) {
  throw std::logic_error("the fake store knows no channels");
}

void FakeConnection::track(TrackedWrites /*writes*/, InvalidationHandler /*handler*/) {
  throw std::logic_error("the fake store does not remember who read what");
}

std::vector<RedisKey> FakeConnection::scan(const RedisKey& /*pattern*/) {
  throw std::logic_error("the fake store cannot be searched");
}

std::unique_ptr<redis::ServerConnection> FakeSession::connect(std::size_t /*process*/) {
  if (store_.connections > 0 && store_.refusals > 0) {
    --store_.refusals;
    throw RedisError(RedisError::Kind::unavailable, "the fake server is told to refuse");
  }
  ++store_.connections;
  return std::make_unique<FakeConnection>(scheduler_, store_, usage_);
}

void FakeWorld::run(const scenario::Scenario& /*scenario*/, const std::function<void(WorldSession&)>& body) {
  const std::size_t number = runs++;
  if (fails_at == number) throw EnvironmentError("the fake world is told to fail");
  FakeStore store;
  store.delay = delay;
  store.refusals = refusals_after_nodes;
  store.loses_reply = loses_reply;
  clock_ = std::make_unique<JumpingClock>();
  runtime::Scheduler::run(*clock_, [&](runtime::Scheduler& scheduler) {
    FakeSession session(scheduler, store, interrupted_run == number ? std::optional(interrupted_at) : std::nullopt);
    body(session);
  });
  last_values = std::move(store.values);
}

}  // namespace stampede::experiment
