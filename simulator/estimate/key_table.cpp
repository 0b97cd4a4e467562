#include "simulator/estimate/key_table.h"

namespace stampede::estimate {

namespace {

// FNV-1a, with its bits mixed as SplitMix64 does.
std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
  return hash ^ (hash >> 31U);
}

// The index knows names only.
std::string_view bytes_of(const std::uint64_t& hash) { return {reinterpret_cast<const char*>(&hash), sizeof hash}; }

}  // namespace

std::optional<std::uint32_t> KeyTable::find_or_add(std::string_view name) {
  const std::uint64_t hash = hash_of(name);
  const auto found =
      index_.find(bytes_of(hash), [this](std::uint64_t position) { return bytes_of(records_[position].hash); });
  if (found) return static_cast<std::uint32_t>(*found);
  if (records_.size() >= keys_max_) return std::nullopt;
  index_.add(bytes_of(hash));
  records_.push_back({.hash = hash});
  return static_cast<std::uint32_t>(records_.size() - 1);
}

}  // namespace stampede::estimate
