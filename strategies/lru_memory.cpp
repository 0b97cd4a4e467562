// A list in order of use, and an index into it.
#include "strategies/lru_memory.h"

#include <utility>

namespace stampede {

std::optional<Value> LruMemory::find(std::string_view key, TimePoint now) {
  const auto found = index_.find(key);
  if (found == index_.end()) return std::nullopt;
  const Entries::iterator entry = found->second;
  if (entry->expiry <= now) {
    erase(key);
    return std::nullopt;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->value;
}

std::optional<Value> LruMemory::peek(std::string_view key, TimePoint now) const {
  const auto found = index_.find(key);
  if (found == index_.end() || found->second->expiry <= now) return std::nullopt;
  return found->second->value;
}

bool LruMemory::put(const std::string& key, Value value, TimePoint expiry) {
  erase(key);
  entries_.push_front({key, std::move(value), expiry});
  index_.emplace(entries_.front().key, entries_.begin());
  if (entries_.size() <= capacity_) return false;
  index_.erase(entries_.back().key);
  entries_.pop_back();
  return true;
}

void LruMemory::erase(std::string_view key) {
  const auto found = index_.find(key);
  if (found == index_.end()) return;
  const Entries::iterator entry = found->second;
  index_.erase(found);
  entries_.erase(entry);
}

void LruMemory::clear() {
  index_.clear();
  entries_.clear();
}

}  // namespace stampede
