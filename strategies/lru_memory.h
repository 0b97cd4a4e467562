// A bounded memory of values with expiry; when it is full, the least recently used entry leaves.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "strategies/answer.h"
#include "strategies/time.h"

namespace stampede {

class LruMemory {
 public:
  explicit LruMemory(std::size_t capacity) : capacity_(capacity) {}

  // Counts as a use. An entry whose expiry has come is forgotten.
  std::optional<Value> find(std::string_view key, TimePoint now);

  // The same without being a use; nothing is forgotten.
  std::optional<Value> peek(std::string_view key, TimePoint now) const;

  // True: another entry had to leave for it.
  bool put(const std::string& key, Value value, TimePoint expiry);

  void erase(std::string_view key);
  void clear();
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string key;
    Value value;
    TimePoint expiry;
  };
  using Entries = std::list<Entry>;

  std::size_t capacity_;
  Entries entries_;                                                // most recently used first
  std::unordered_map<std::string_view, Entries::iterator> index_;  // views into entries_, which never move
};

}  // namespace stampede
