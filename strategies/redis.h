// Redis as a strategy sees it: its node's connection. Calls suspend the calling fiber until the reply is
// there; commands of all fibers of a node share one connection and leave together.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "strategies/time.h"

namespace stampede {

// Thrown by every call below. The harness turns an uncaught one into the error kind `redis`.
class RedisError : public std::runtime_error {
 public:
  enum class Kind {
    unavailable,  // no connection; it is being re-established
    lost,         // the connection broke before the reply came; the command may or may not have run
    timed_out,    // no reply within the deadline; the command may or may not have run
    server,       // the server answered with an error
    unexpected,   // a reply of a type that the command does not give
  };
  RedisError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

struct Reply {
  enum class Type { nil, integer, string, status, error, array };

  Type type = Type::nil;
  std::int64_t integer = 0;
  std::string text;             // string, status, error
  std::vector<Reply> elements;  // array

  bool is_nil() const { return type == Type::nil; }

  // The accessors throw RedisError (unexpected) if the reply is of another type.
  std::int64_t as_integer() const;
  const std::string& as_string() const;
  std::optional<std::string> as_optional_string() &&;
  std::vector<std::string> as_strings() &&;
};

// Marks an argument as the name of a key (or a channel, or a pattern of keys). The world puts the run's own
// prefix in front of it, so that a run can touch nothing else on the server.
struct RedisKey {
  std::string name;
};

// One argument of a command: a view, valid until the call that it is passed to returns.
class Arg {
 public:
  Arg(const char* text) : text_(text) {}
  Arg(std::string_view text) : text_(text) {}
  Arg(const std::string& text) : text_(text) {}
  Arg(const RedisKey& key) : text_(key.name), is_key_(true) {}
  template <std::integral Integer>
  Arg(Integer number) : number_(static_cast<std::int64_t>(number)), is_number_(true) {}

  bool is_key() const { return is_key_; }
  bool is_number() const { return is_number_; }
  std::string_view text() const { return text_; }
  std::int64_t number() const { return number_; }

 private:
  std::string_view text_;
  std::int64_t number_ = 0;
  bool is_key_ = false;
  bool is_number_ = false;
};

using Args = std::span<const Arg>;

// As PX takes it. Redis refuses an expiry of zero.
std::int64_t expiry_ms(Duration expiry);

// A Lua script. It is sent by its hash, and whole when the server does not know it (any more). Make it a
// constant with static lifetime: connections remember it by its address.
struct Script {
  std::string_view text;
};

// Whose writes the server tells of to a client that tracks what it has read.
enum class TrackedWrites {
  all,
  // Not of this client's own (NOLOOP). Redis 7.0 then says nothing either of keys that it evicts, lets expire, or drops
  // from a full table of tracked keys while it executes a command of this client: copies of those stay, unnoticed.
  of_others,
};

class Redis {
 public:
  // Called on the scheduler's own stack: it must neither suspend nor throw.
  using MessageHandler = std::function<void(std::string_view message)>;

  // A key, without the run's prefix, is no longer what was read of it. Empty: no key may be. Called as the one above.
  using InvalidationHandler = std::function<void(const std::optional<RedisKey>& key)>;

  virtual ~Redis() = default;

  // One command. An error reply is thrown as RedisError (server).
  virtual Reply call(Args args) = 0;
  Reply call(std::initializer_list<Arg> args) { return call(Args(args.begin(), args.size())); }

  // MULTI, the commands, EXEC, contiguous on the connection. Returns the replies of EXEC in order; throws
  // RedisError (server) if EXEC was refused or one of the commands failed.
  virtual std::vector<Reply> transaction(std::span<const std::vector<Arg>> commands) = 0;
  std::vector<Reply> transaction(std::initializer_list<std::vector<Arg>> commands) {
    return transaction(std::span<const std::vector<Arg>>(commands.begin(), commands.size()));
  }

  virtual Reply run(const Script& script, std::span<const RedisKey> keys, Args args) = 0;
  Reply run(const Script& script, std::initializer_list<RedisKey> keys, std::initializer_list<Arg> args = {}) {
    return run(script, std::span<const RedisKey>(keys.begin(), keys.size()), Args(args.begin(), args.size()));
  }

  // On a connection of its own. Returns when the server has confirmed. After a loss of the connection it is
  // subscribed anew; messages sent in between are lost.
  virtual void subscribe(const RedisKey& channel, MessageHandler handler) = 0;

  // Client-side caching. From here on the server remembers which keys this connection reads, absent ones too, and in a
  // script that reads anything all that it declares. When such a key is next written, deleted, expired or evicted, the
  // handler is told, once for every time that the key was read again since. A write ends tracking, even one's own that
  // one is not told of: who writes and wants to be told of the next change reads once more.
  // Returns when the server has confirmed. Once per connection; should it throw, the handler is forgotten.
  //
  // What is told comes on a connection of its own, in no order with replies: of a value that is still under way it may
  // already have been told that it is outdated. Do not keep a value if its key was told between sending and reply.
  //
  // The handler is told of no key in particular when the server is flushed, when either connection is lost, and once
  // more when tracking is on again, which it becomes by itself. In between, and as long as a loss goes unnoticed,
  // nothing is told: keep only what was sent while is_tracking(), and nothing for ever.
  virtual void track(TrackedWrites writes, InvalidationHandler handler) = 0;
  virtual bool is_tracking() const = 0;

  // Names of all keys that match, without the run's prefix; several SCAN commands.
  virtual std::vector<RedisKey> scan(const RedisKey& pattern) = 0;

  // The commands that most strategies use, one command each.
  std::optional<std::string> get(const RedisKey& key);
  bool exists(const RedisKey& key);
  std::optional<std::chrono::seconds> ttl(const RedisKey& key);  // empty: no such key, or no expiry
  void set(const RedisKey& key, std::string_view value);
  void set_px(const RedisKey& key, std::string_view value, Duration expiry);
  bool set_nx_px(const RedisKey& key, std::string_view value, Duration expiry);  // true: it was set
  bool del(const RedisKey& key);                                                 // true: it existed
};

}  // namespace stampede
