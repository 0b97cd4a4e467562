// The keys of a scenario: their names, their labels, and which of them is asked for next.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "simulator/measure/random_stream.h"
#include "simulator/scenario/scenario.h"
#include "strategies/environment.h"

namespace stampede::workload {

class Keyspace final : public Labels {
 public:
  explicit Keyspace(const scenario::Keys& keys);

  std::uint64_t count() const { return keys_.size(); }
  const Key& key(std::uint64_t index) const { return keys_[index]; }
  const std::vector<std::string>& names() const { return names_; }

  // Throws std::out_of_range for a name that is no key of the scenario.
  std::uint64_t index_of(const Key& key) const;
  // Of the key whose name is part of a text, with its whole number: item>1 is no part of item>12. Empty: there is none.
  std::optional<std::uint64_t> index_within(std::string_view text) const;

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
  std::vector<Call> calls_;  // by key; empty: keys are no calls
  std::vector<Key> keys_;
  std::vector<std::string> names_;
  std::unordered_map<std::string_view, std::uint64_t> indices_;
};

// Draws keys by their popularity. Key 0 is the most popular one.
class KeyPicker {
 public:
  KeyPicker(const scenario::Keys& keys, measure::RandomStream stream);
  std::uint64_t pick();

 private:
  std::uint64_t count_;
  double hot_share_ = 0;            // of key 0; 0: none is hot
  std::vector<double> cumulative_;  // Zipf: the probability of all keys up to each
  measure::RandomStream stream_;
};

}  // namespace stampede::workload
