// The table of all commands, found by name in any case.
#include "simulator/redis/model/command.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>

namespace stampede::redis::model {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

struct HashWord {
  std::size_t operator()(std::string_view word) const {
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 0x100000001b3U;
    return hash;
  }
};

struct SameWord {
  bool operator()(std::string_view a, std::string_view b) const {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
  }
};

using Table = boost::unordered_flat_map<std::string_view, const Command*, HashWord, SameWord>;

Table make_table() {
  Table table;
  for (const Command* command : all_commands()) table.emplace(command->name, command);
  return table;
}

}  // namespace

std::vector<const Command*> all_commands() {
  std::vector<const Command*> all;
  for (const Commands commands :
       {string_commands(), counter_commands(), key_commands(), expiry_commands(), scan_commands(), list_commands(),
        blocking_commands(), hash_commands(), set_commands(), sorted_set_commands(), sorted_set_range_commands(),
        transaction_commands(), pubsub_commands(), script_commands(), server_commands(), client_commands(),
        memory_commands()}) {
    for (const Command& command : commands) all.push_back(&command);
  }
  return all;
}

const Command* find_command(std::string_view name) {
  static const Table table = make_table();
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace stampede::redis::model
