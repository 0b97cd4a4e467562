// What one node of near_cache knows: its copies of values, and the reads that are under way, one for each key.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "strategies/environment.h"
#include "strategies/lru_memory.h"

namespace stampede {

// One read of a key for all requests of a node that want it: the first leads, the others follow.
struct SharedRead {
  explicit SharedRead(Waiting& waiting) : invalidated(waiting.make_list()), ended(waiting.make_list()) {}

  // What it finds from here on is for those who are in it: others look for themselves, and nothing is kept.
  bool is_outdated = false;
  // The leader waits for somebody else's value, which comes with an invalidation.
  bool awaits_invalidation = false;
  // A follower's time is up: the leader is to wait no longer.
  bool is_late = false;
  bool has_ended = false;

  // Of a read that has ended; neither: it found nothing for its followers, who look again.
  std::optional<Answer> answer;
  std::optional<RedisError> failure;

  std::unique_ptr<WaitList> invalidated;  // where the leader waits
  std::unique_ptr<WaitList> ended;        // where the followers do
};

class NearCopies {
 public:
  explicit NearCopies(std::size_t items) : copies_(items) {}

  std::optional<Value> find(const Key& key, TimePoint now) { return copies_.find(key.name, now); }
  // True: another copy had to leave for it.
  bool keep(const Key& key, const Value& value, TimePoint expiry) { return copies_.put(key.name, value, expiry); }

  // Null: there is none that a new request may join.
  std::shared_ptr<SharedRead> under_way(const Key& key) const;

  // Whatever was known of the key, or of all, is outdated. Does not suspend.
  void invalidate(const std::string& key);
  void invalidate_all();

 private:
  friend class LeadingRead;
  using Reads = std::map<std::string, std::shared_ptr<SharedRead>, std::less<>>;

  Reads::iterator invalidate(Reads::iterator read);

  LruMemory copies_;
  Reads reads_;
};

// A read from its beginning to its end, however that comes about.
class LeadingRead {
 public:
  // Precondition: none that could be joined is under way.
  LeadingRead(NearCopies& copies, const Key& key, Waiting& waiting);
  ~LeadingRead();
  LeadingRead(const LeadingRead&) = delete;
  LeadingRead& operator=(const LeadingRead&) = delete;

  SharedRead& state() { return *read_; }

 private:
  NearCopies& copies_;
  const std::string key_;
  const std::shared_ptr<SharedRead> read_;
};

}  // namespace stampede
