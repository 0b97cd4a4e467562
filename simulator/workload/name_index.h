// Where a name is in a table: a hash table of positions, which keeps no name itself, only 32 bits of its hash, so that
// other names are hardly ever looked at. 16 to 32 bytes for each name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace stampede::workload {

class NameIndex {
 public:
  static constexpr std::uint64_t kMostNames = 0xffff'fffe;

  // `name_at(position)` is the name that was added with this position.
  template <typename NameAt>
  std::optional<std::uint64_t> find(std::string_view name, NameAt name_at) const {
    if (slots_.empty()) return std::nullopt;
    const std::uint32_t hash = hash_of(name);
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Slot& slot = slots_[at];
      if (slot.position == kFree) return std::nullopt;
      if (slot.hash == hash && name_at(slot.position) == name) return slot.position;
    }
  }

  // With the next position, from 0 on; the name must not be there yet.
  void add(std::string_view name) {
    if (2 * (std::uint64_t{count_} + 1) > slots_.size()) grow();
    put({hash_of(name), count_++});
  }

 private:
  static constexpr std::uint32_t kFree = 0xffff'ffff;
  static constexpr std::size_t kFirstSize = 16;

  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t position = kFree;
  };

  static std::uint32_t hash_of(std::string_view name) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(name));
  }
  std::size_t mask() const { return slots_.size() - 1; }

  // At least half of all are free.
  void put(const Slot& slot) {
    std::size_t at = slot.hash & mask();
    while (slots_[at].position != kFree) at = (at + 1) & mask();
    slots_[at] = slot;
  }

  void grow() {
    const std::vector<Slot> slots =
        std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFirstSize : 2 * slots_.size()));
    for (const Slot& slot : slots) {
      if (slot.position != kFree) put(slot);
    }
  }

  std::vector<Slot> slots_;  // a power of two
  std::uint32_t count_ = 0;
};

}  // namespace stampede::workload
