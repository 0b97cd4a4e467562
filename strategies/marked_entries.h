// How retry_wait and tag_invalidation lay out their cache in Redis when they are corrected: one hash for each key,
// which holds its value, its invalidations and who computes it, and expires; and a set of keys for each tag and each
// name. Every operation is one script. The scripts find the entries of a set by their names: not for a cluster.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strategies/environment.h"

namespace stampede {

class MarkedEntries {
 public:
  struct Settings {
    std::string prefix;
    std::optional<Duration> timeout;  // how long a value is fresh; empty: until it is invalidated
    Duration keep{};                  // how long Redis keeps a value
    Duration progress_ttl{};          // when somebody else may compute although the computation has not ended
    bool serves_old = true;           // while it is recomputed
  };

  MarkedEntries(Redis& redis, Clock& clock, Settings settings);

  struct Found {
    std::optional<std::string> value;
    bool begun = false;  // the caller is to compute, and then to store or to abandon
  };
  // Neither: somebody else computes, and there is nothing to serve. Whoever begins joins the sets before it computes.
  // `token` is the caller's own.
  Found find_or_begin(const Key& key, std::string_view token, std::string_view tag,
                      std::span<const std::string> invalidation_keys);

  // Does nothing if somebody else has begun since, or the entry has been deleted. An invalidation since the beginning
  // stays in force.
  void store(const Key& key, std::string_view token, const Value& value);
  void abandon(const Key& key, std::string_view token);

  void invalidate(const Key& key);
  // The sets are emptied: what is invalid joins them again before it is computed again.
  void invalidate_tag(std::string_view tag);
  void invalidate_by_name(std::string_view invalidation_key);
  // Of the names of keys.
  void invalidate_pattern(std::string_view pattern);

 private:
  RedisKey entry(std::string_view key_name) const;
  RedisKey tag_set(std::string_view tag) const;
  RedisKey name_set(std::string_view invalidation_key) const;
  void invalidate_members(const RedisKey& set);

  Redis& redis_;
  Clock& clock_;
  const Settings settings_;
};

}  // namespace stampede
