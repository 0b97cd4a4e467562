// What a pass over a trace keeps of each key: counts and the latest size, but not its name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/workload/name_index.h"

namespace stampede::estimate {

struct KeyRecord {
  std::uint64_t hash = 0;  // of its name: among ten million keys, two have the same one in one of 370 000 traces
  std::uint32_t requests = 0;
  std::uint32_t size_bytes : 30 = 0;  // of its latest value; 0: unknown
  std::uint32_t asked_since : 1 = 0;  // for, since it was set or deleted the last time
};

// About 32 to 48 bytes for each key, however long its name is.
class KeyTable {
 public:
  // At most so many keys; there is no place for more.
  explicit KeyTable(std::uint64_t keys_max) : keys_max_(keys_max) {}

  // The position of the key, a new one if it is met for the first time. Empty: the table is full, and it is not in it.
  std::optional<std::uint32_t> find_or_add(std::string_view name);

  KeyRecord& operator[](std::uint32_t position) { return records_[position]; }
  const std::vector<KeyRecord>& records() const { return records_; }

 private:
  std::uint64_t keys_max_;
  workload::NameIndex index_;
  std::vector<KeyRecord> records_;
};

}  // namespace stampede::estimate
