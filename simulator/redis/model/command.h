// What the model knows of each command: its name, how many words it has, where its keys are, and what runs it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "simulator/redis/model/server.h"

namespace stampede::redis::model {

class Engine;
struct Client;
struct Command;

// One command being executed.
struct Call {
  Engine& engine;
  Client& client;
  const Command& command;
  Words words;

  std::string_view operator[](std::size_t index) const { return words[index]; }
  std::size_t size() const { return words.size(); }
};

namespace flags {
constexpr unsigned kNone = 0;
constexpr unsigned kWrite = 1;
constexpr unsigned kReadOnly = 2;
constexpr unsigned kDenyOutOfMemory = 4;  // refused when there is no memory left
constexpr unsigned kNoScript = 8;         // not from scripts
constexpr unsigned kSubscriber = 16;      // allowed to subscribed clients
constexpr unsigned kNotQueued = 32;       // executed at once in a transaction
constexpr unsigned kContainer = 64;       // has subcommands only
constexpr unsigned kNoTransaction = 128;  // refused in a transaction
}  // namespace flags

// Where the keys are, from the words' beginning; a negative last counts from their end. 0: no keys.
struct KeyPositions {
  int first = 0;
  int last = 0;
  int step = 0;
};

struct Command {
  std::string_view name;  // lower case; "container|subcommand"
  int arity;              // words with the name; negative: at least so many
  unsigned flags;
  KeyPositions keys;
  Reply (*run)(Call& call);

  bool has(unsigned flag) const { return (flags & flag) != 0; }
};

// Null: there is no such command.
const Command* find_command(std::string_view name);

using Commands = std::span<const Command>;
Commands string_commands();
Commands counter_commands();
Commands key_commands();
Commands expiry_commands();
Commands scan_commands();
Commands list_commands();
Commands blocking_commands();
Commands hash_commands();
Commands set_commands();
Commands sorted_set_commands();
Commands sorted_set_range_commands();
Commands transaction_commands();
Commands pubsub_commands();
Commands script_commands();
Commands server_commands();
Commands client_commands();
Commands memory_commands();

// Of all commands.
std::vector<const Command*> all_commands();

}  // namespace stampede::redis::model
