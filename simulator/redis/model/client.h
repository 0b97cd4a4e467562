// What the server remembers of one client.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/redis/model/command.h"

namespace stampede::redis::model {

struct QueuedCommand {
  const Command* command;
  std::vector<std::string> words;
};

struct WatchedKey {
  std::string key;
  bool was_expired;  // already when it was watched: its removal is no change
};

struct Transaction {
  bool is_open = false;
  bool is_refused = false;   // a command could not be queued
  bool is_outdated = false;  // a watched key was changed
  unsigned flags = 0;        // of all queued commands
  std::vector<QueuedCommand> queue;
};

struct Tracking {
  bool is_on = false;
  bool broadcasts = false;
  bool opts_in = false;
  bool opts_out = false;
  bool no_loop = false;
  bool caching_given = false;  // CLIENT CACHING, for the next command
  ClientId redirect = 0;
  std::vector<std::string> prefixes;
};

enum class End { left, right };

// A blocking pop that waits for an element.
struct BlockedPop {
  std::vector<std::string> keys;
  End from = End::left;
  std::optional<std::string> destination;  // of a move
  End to = End::left;
  std::optional<std::int64_t> until_ms;  // empty: for ever
};

struct Client {
  ClientId id = 0;
  std::string name;
  Transaction transaction;
  std::vector<WatchedKey> watched;
  std::set<std::string, std::less<>> channels;
  std::set<std::string, std::less<>> patterns;
  Tracking tracking;
  std::optional<BlockedPop> blocked;

  bool is_subscriber() const { return !channels.empty() || !patterns.empty(); }
};

}  // namespace stampede::redis::model
