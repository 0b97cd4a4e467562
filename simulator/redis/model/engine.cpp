#include "simulator/redis/model/engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

// What Redis shows of a command that it does not know.
constexpr std::size_t kShownBytes = 128;

std::string without_line_breaks(std::string text) {
  for (char& c : text) {
    if (c == '\r' || c == '\n') c = ' ';
  }
  return text;
}

// A text as C sees it.
std::string_view until_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

std::string unknown_command(Words words) {
  std::string shown;
  for (std::size_t i = 1; i < words.size() && shown.size() < kShownBytes; ++i) {
    shown += fmt::format("'{}' ", until_nul(words[i].substr(0, kShownBytes - shown.size())));
  }
  return without_line_breaks(fmt::format("ERR unknown command '{}', with args beginning with: {}",
                                         until_nul(words[0]).substr(0, kShownBytes), shown));
}

std::string unknown_subcommand(Words words) {
  std::string container(words[0]);
  for (char& c : container) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return without_line_breaks(
      fmt::format("ERR unknown subcommand '{}'. Try {} HELP.", until_nul(words[1]).substr(0, kShownBytes), container));
}

// Null: there is none. A container without a subcommand is found itself, as it has too few words.
const Command* look_up(Words words) {
  const Command* command = find_command(words[0]);
  if (command == nullptr || !command->has(flags::kContainer) || words.size() == 1) return command;
  return find_command(fmt::format("{}|{}", words[0], words[1]));
}

bool has_arity(const Command& command, std::size_t words) {
  const int count = static_cast<int>(words);
  return command.arity > 0 ? count == command.arity : count >= -command.arity;
}

}  // namespace

Engine::Engine(ServerSettings settings, Server::Deliver deliver)
    : settings_(settings), deliver_(std::move(deliver)), tracking_(settings.seed), scripting_(*this, settings.seed) {}

ClientId Engine::connect() {
  clients_.push_back(std::make_unique<Client>());
  clients_.back()->id = clients_.size();
  return clients_.size();
}

void Engine::disconnect(ClientId id) {
  Client& leaving = *client(id);
  if (leaving.blocked) blocked_.unblock(leaving);
  watches_.unwatch_all(leaving);
  pubsub_.forget(leaving);
  tracking_.disable(leaving);
  clients_[id - 1].reset();
}

Client* Engine::client(ClientId id) { return id == 0 || id > clients_.size() ? nullptr : clients_[id - 1].get(); }

void Engine::deliver(ClientId id, Reply&& reply) {
  if (in_transaction_ && id == current_->id) {
    own_messages_.push_back(std::move(reply));
  } else {
    deliver_(id, std::move(reply));
  }
}

const Client* Engine::client(ClientId id) const {
  return id == 0 || id > clients_.size() ? nullptr : clients_[id - 1].get();
}

std::vector<Client*> Engine::clients() {
  std::vector<Client*> connected;
  for (const auto& client : clients_) {
    if (client != nullptr) connected.push_back(client.get());
  }
  return connected;
}

bool Engine::knows(Words words) { return look_up(words) != nullptr; }

const Command& Engine::resolve(Words words) {
  const Command* command = look_up(words);
  if (command == nullptr) {
    throw CommandError(find_command(words[0]) == nullptr ? unknown_command(words) : unknown_subcommand(words));
  }
  if (!has_arity(*command, words.size())) {
    throw CommandError(fmt::format("ERR wrong number of arguments for '{}' command", command->name));
  }
  return *command;
}

std::optional<Reply> Engine::execute(ClientId id, Words words, Duration unix_now) {
  now_ = unix_now;
  Client& caller = *client(id);
  current_ = &caller;
  expire_overdue();
  std::optional<Reply> reply;
  try {
    reply = process(caller, words);
  } catch (const CommandError& error) {
    reply = error_reply(refuse(caller, words, error.text()));
  }
  current_ = nullptr;
  tracking_.send_broadcasts(*this);
  if (caller.tracking.caching_given && !caller.transaction.is_open && !equals_word(words[0], "client")) {
    caller.tracking.caching_given = false;
  }
  return reply;
}

std::string Engine::refuse(Client& caller, Words words, const std::string& error) {
  if (!equals_word(words[0], "exec")) {
    if (caller.transaction.is_open) caller.transaction.is_refused = true;
    return error;
  }
  caller.transaction = {};
  watches_.unwatch_all(caller);
  const std::string_view reason = error.starts_with("ERR ") ? std::string_view(error).substr(4) : error;
  return fmt::format("EXECABORT Transaction discarded because of: {}", reason);
}

std::optional<Reply> Engine::process(Client& caller, Words words) {
  const Command& command = resolve(words);
  if (caller.transaction.is_open && command.has(flags::kNoTransaction)) {
    throw CommandError("ERR Command not allowed inside a transaction");
  }
  if (settings_.maxmemory_bytes != 0) {
    make_room();
    const bool is_exec = command.name == "exec";
    const bool queues = caller.transaction.is_open && !is_exec && command.name != "discard";
    const unsigned all_flags = is_exec ? command.flags | caller.transaction.flags : command.flags;
    if (out_of_memory_ && (queues || (all_flags & flags::kDenyOutOfMemory) != 0)) throw CommandError(kOutOfMemory);
  }
  tracking_.keep_to_limit(*this);
  if (caller.is_subscriber() && !command.has(flags::kSubscriber)) {
    throw CommandError(
        fmt::format("ERR Can't execute '{}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed "
                    "in this context",
                    command.name));
  }
  if (caller.transaction.is_open && !command.has(flags::kNotQueued)) {
    queue(caller, command, words);
    return status_reply("QUEUED");
  }
  Reply reply = run(command, caller, words);
  tracking_.send_pending(*this);
  blocked_.serve(*this);
  if (caller.blocked) return std::nullopt;
  return reply;
}

void Engine::queue(Client& caller, const Command& command, Words words) {
  Transaction& transaction = caller.transaction;
  if (transaction.is_outdated || transaction.is_refused) return;
  transaction.flags |= command.flags;
  transaction.queue.push_back({&command, std::vector<std::string>(words.begin(), words.end())});
}

Reply Engine::run(const Command& command, Client& caller, Words words) {
  Call call{*this, caller, command, words};
  Reply reply;
  try {
    reply = command.run(call);
  } catch (const CommandError& error) {
    reply = error_reply(error.text());
  }
  if (command.has(flags::kReadOnly) && caller.tracking.is_on) tracking_.remember(caller, keys_of(command, words));
  return reply;
}

void Engine::make_room() {
  out_of_memory_ = false;
  while (keys_.memory_bytes() > settings_.maxmemory_bytes) {
    Object* victim = settings_.evicts ? keys_.least_recently_used() : nullptr;
    if (victim == nullptr) {
      out_of_memory_ = true;
      break;
    }
    const std::string key = victim->key;
    keys_.remove(*victim);
    ++evicted_keys_;
    changed(nullptr, key);
  }
  tracking_.send_pending(*this);
}

Object* Engine::find(std::string_view key) {
  Object* object = keys_.find(key);
  if (object == nullptr) return nullptr;
  if (is_expired(*object)) {
    expire(*object);
    return nullptr;
  }
  keys_.mark_used(*object);
  return object;
}

void Engine::expire(Object& object) {
  const std::string key = object.key;
  keys_.remove(object);
  ++expired_keys_;
  changed(nullptr, key);
}

void Engine::expire_overdue() {
  if (!settings_.expires_actively) return;
  // Redis looks for expired keys ten times a second.
  constexpr std::int64_t kPeriodMs = 100;
  const std::int64_t last_look_ms = now_ms() / kPeriodMs * kPeriodMs;
  bool removed = false;
  for (Object* object = keys_.first_to_expire(); object != nullptr && object->expiry_ms < last_look_ms;
       object = keys_.first_to_expire()) {
    expire(*object);
    removed = true;
  }
  if (removed) tracking_.send_pending(*this);
}

Object& Engine::add(std::string_view key, Value value) {
  Object& object = keys_.add(key, std::move(value));
  if (std::holds_alternative<List>(object.value)) blocked_.mark_ready(key);
  return object;
}

void Engine::put(std::string_view key, Value value, bool keeps_expiry) {
  Object* object = find(key);
  if (object == nullptr) {
    add(key, std::move(value));
    return;
  }
  object->value = std::move(value);
  if (!keeps_expiry) keys_.set_expiry(*object, kNoExpiry);
  keys_.account(*object);
}

void Engine::changed(Client* by, std::string_view key) {
  Object* object = keys_.find(key);
  if (object != nullptr) keys_.account(*object);
  watches_.touch(key, object != nullptr);
  tracking_.invalidate(*this, current_, by, key);
}

void Engine::served(Client& client, const BlockedPop& pop, const std::string& key) {
  Object* source = keys_.find(key);
  keys_.account(*source);
  if (std::get<List>(source->value).size() == 0) keys_.remove(*source);
  if (pop.destination) changed(&client, *pop.destination);
  tracking_.send_pending(*this);
}

void Engine::flush() {
  watches_.touch_all(keys_);
  tracking_.invalidate_all(*this, current_);
  keys_.clear();
}

void Engine::unblock_due(Duration unix_now) {
  now_ = unix_now;
  blocked_.time_out(*this);
}

void Engine::limit_memory(std::uint64_t maxmemory_bytes, bool evicts) {
  settings_.maxmemory_bytes = maxmemory_bytes;
  settings_.evicts = evicts;
  out_of_memory_ = false;
}

void Engine::forget_all() {
  keys_.clear();
  tracking_.forget_readers();
  scripting_.flush();
}

}  // namespace stampede::redis::model
