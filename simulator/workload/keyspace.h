// The keys of a scenario: their names, their labels, and which of them is asked for next.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/measure/key_names.h"
#include "simulator/measure/random_stream.h"
#include "simulator/scenario/scenario.h"
#include "simulator/workload/name_index.h"
#include "strategies/environment.h"

namespace stampede::workload {

// Those that the scenario counts have the first indices; those that a trace names follow as they are met. A key takes
// the space of its name and about 60 bytes, and is never forgotten.
class Keyspace final : public Labels, private measure::KeyNames::Table {
 public:
  explicit Keyspace(const scenario::Keys& keys, std::uint64_t seed = 0);
  Keyspace(const Keyspace&) = delete;
  Keyspace& operator=(const Keyspace&) = delete;

  std::uint64_t count() const override { return keys_.size(); }
  const Key& key(std::uint64_t index) const { return keys_[index]; }
  std::string_view name(std::uint64_t index) const override { return keys_[index].name; }
  // Sees those that are still to come; valid as long as this is.
  measure::KeyNames names() const { return measure::KeyNames(*this); }

  // Throws std::out_of_range for a name that is no key of the scenario or of a trace.
  std::uint64_t index_of(const Key& key) const;
  // Of the key whose name is part of a text, with its whole number: item>1 is no part of item>12. Empty: there is none.
  std::optional<std::uint64_t> index_within(std::string_view text) const;
  std::optional<std::uint64_t> find(std::string_view name) const;
  // The index of the key with this name, which is a new one if there was none. Throws std::length_error if there are
  // more than anybody could have.
  std::uint64_t intern(std::string_view name);

  // What draws for a key are told apart by: its index, and of a key from a trace a hash of its name, so that it does
  // not matter which was met first.
  std::uint64_t stream_of(std::uint64_t index) const;

  // Of the values that the origin makes for this key.
  std::uint64_t value_size_bytes(std::uint64_t index) const;
  void set_value_size(std::uint64_t index, std::uint64_t size_bytes);

  std::string tag(const Key& key) const override;
  std::vector<std::string> invalidation_keys(const Key& key) const override;
  const Call* call(const Key& key) const override;
  // Matches, in Redis's glob notation, all Redis keys that contain the key's name up to the first '>', or the name of
  // the function that it calls.
  std::string pattern(const Key& key) const;

 private:
  std::string name_pattern_;
  std::uint64_t tags_;
  std::uint64_t invalidation_keys_;
  std::uint64_t value_size_bytes_;
  std::optional<scenario::SizeDistribution> value_size_per_key_;
  std::uint64_t seed_;
  std::uint64_t counted_;  // keys of the scenario itself
  std::deque<Key> keys_;   // none ever moves
  NameIndex indices_;
  std::vector<std::uint32_t> sizes_bytes_;  // that a trace has told, up to the last such key; 0: it has not
  std::vector<Call> calls_;                 // by key; empty: keys are no calls
};

// Draws keys by their popularity. Key 0 is the most popular one.
class KeyPicker {
 public:
  KeyPicker(const scenario::Keys& keys, measure::RandomStream stream);
  // `at`: since the start of the load.
  std::uint64_t pick(Duration at = {});

 private:
  struct WorkingSet {
    std::uint64_t set = 0;  // keys in it; 0: none moves
    std::uint64_t shift = 0;
    Duration every{};
    double requests = 1;
  };

  std::uint64_t pick_moving(Duration at);

  std::uint64_t count_;
  double hot_share_ = 0;  // of key 0; 0: none is hot
  WorkingSet moving_;
  std::vector<double> cumulative_;  // Zipf: the probability of all keys up to each
  measure::RandomStream stream_;
};

}  // namespace stampede::workload
