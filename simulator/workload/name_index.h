// Where a name is in a table: a hash table of 32-bit positions, which keeps no name itself. Eight bytes or so for each
// name, where a map of strings takes more than the names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace stampede::workload {

class NameIndex {
 public:
  static constexpr std::uint64_t kMostNames = 0xffff'fffe;

  // `name_at(position)` is the name that was added with this position.
  template <typename NameAt>
  std::optional<std::uint64_t> find(std::string_view name, NameAt name_at) const {
    if (slots_.empty()) return std::nullopt;
    const std::uint32_t position = slots_[slot_of(name, name_at)];
    return position == kFree ? std::nullopt : std::optional<std::uint64_t>(position);
  }

  // Positions are given in order, from 0; the name must not be there yet.
  template <typename NameAt>
  void add(std::string_view name, NameAt name_at) {
    if (2 * (count_ + 1) > slots_.size()) grow(name_at);
    slots_[slot_of(name, name_at)] = static_cast<std::uint32_t>(count_++);
  }

 private:
  static constexpr std::uint32_t kFree = 0xffff'ffff;
  static constexpr std::size_t kFirstSize = 16;

  // That of the name, or the free one where it would be. At least half of all are free.
  template <typename NameAt>
  std::size_t slot_of(std::string_view name, NameAt name_at) const {
    std::size_t slot = std::hash<std::string_view>{}(name) & (slots_.size() - 1);
    while (slots_[slot] != kFree && name_at(slots_[slot]) != name) slot = (slot + 1) & (slots_.size() - 1);
    return slot;
  }

  template <typename NameAt>
  void grow(NameAt name_at) {
    slots_.assign(slots_.empty() ? kFirstSize : 2 * slots_.size(), kFree);
    for (std::uint64_t position = 0; position < count_; ++position) {
      slots_[slot_of(name_at(position), name_at)] = static_cast<std::uint32_t>(position);
    }
  }

  std::vector<std::uint32_t> slots_;  // a power of two
  std::uint64_t count_ = 0;
};

}  // namespace stampede::workload
