// How cacheme lays out its cache in Redis: hashes, a sorted set of expiries, sets of marks, tags and names. Shared by
// retry_wait and tag_invalidation. Nothing in it has an expiry of Redis's own, and nothing is ever cleaned up.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strategies/environment.h"
#include "strategies/registry.h"

namespace stampede {

// A key "A>B" is field B of hash CM:A; without ">" the field is "base". What follows a second ">" is dropped: such
// keys share one slot, although they are marked as different ones. Calls are such keys by slotted_key().
struct HashSlot {
  RedisKey hash;
  std::string field;
  std::string member;         // the whole key, as it stands in the sets of marks, tags and names
  std::string expiry_member;  // hash and field, as it stands in the sorted set of expiries
  RedisKey expiries;
};

// Both remove the mark and read in one step. Reply: 1 if it was marked; else 0 and the value.
extern const Script kTakeMarkOrRead;
extern const Script kTakeMarkAndValueOrRead;  // a marked value is deleted: nobody is to see it any more

class HashStorage {
 public:
  enum class Version { v0_0_9, v0_1_1 };

  // What a reader finds.
  struct Found {
    bool invalidated = false;  // it was marked, and this reader has taken the mark
    std::optional<std::string> value;
  };

  explicit HashStorage(Environment& environment);

  Version version() const { return version_; }
  HashSlot slot(const Key& key) const;
  RedisKey tag_set(std::string_view tag) const;
  RedisKey name_set(std::string_view invalidation_key) const;

  Found look_up(const HashSlot& slot);
  std::optional<std::string> read_again(const HashSlot& slot);

  // False: somebody is computing already. The mark has no owner and no expiry; whoever writes removes it.
  bool mark_progress(const HashSlot& slot);

  struct Entry {
    const HashSlot& slot;
    const Value& value;
    const std::string& tag;
    std::vector<std::string> invalidation_keys;
    bool end_progress = true;  // 0.0.9 leaves the mark where a mark of invalidation was taken
  };
  void write(const Entry& entry);

  void mark_invalidated(std::span<const std::string> members);

 private:
  std::optional<std::string> read_timed(const HashSlot& slot);
  std::vector<std::string> expired(const HashSlot& slot, std::int64_t now_s);
  void mark_expired(const HashSlot& slot);
  void write_one_by_one(const Entry& entry);
  void write_in_transactions(const Entry& entry);
  std::int64_t unix_seconds(Duration from_now);

  Redis& redis_;
  Clock& clock_;
  const Labels& labels_;
  const Version version_;
  const bool stale_;
  const std::string prefix_;
  const std::optional<Duration> timeout_;
  const RedisKey marks_;
  const RedisKey progress_;
};

}  // namespace stampede
