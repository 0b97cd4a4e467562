// tag_invalidation: retry_wait, with entries that can be invalidated together: by tag, by a name that the application
// gives to groups of keys, or by a pattern of Redis keys. From cacheme; the parameter `version` as in retry_wait.
//
// The old value of what is invalidated by key, tag or name is served until one reader has recomputed it. A pattern is
// taken as it is, without the prefix of the cache, and what matches is deleted, whoever it belongs to. A key joins its
// name's set only after it is written: an invalidation by name during the first computation is lost. corrected: a
// pattern is one of names of keys, and what it matches keeps its old value until it is recomputed; keys join their sets
// before.
#include <algorithm>
#include <utility>

#include "strategies/built_in.h"
#include "strategies/retry_wait.h"

namespace stampede {
namespace {

constexpr std::size_t kKeysPerUnlink = 500;

class TagInvalidation final : public RetryWait {
 public:
  explicit TagInvalidation(Environment& environment)
      : RetryWait(environment), redis_(environment.redis), labels_(environment.labels) {}

  bool invalidate_tag(std::string_view tag) override {
    if (MarkedEntries* const entries = corrected()) {
      entries->invalidate_tag(tag);
      return true;
    }
    const RedisKey set = storage().tag_set(tag);
    const auto members = redis_.call({"SMEMBERS", set}).as_strings();
    if (members.empty()) return true;
    storage().mark_invalidated(members);
    redis_.call({"UNLINK", set});
    return true;
  }

  // The set is never emptied: keys that it once held are invalidated every time.
  bool invalidate_by_name(std::string_view invalidation_key) override {
    if (MarkedEntries* const entries = corrected()) {
      entries->invalidate_by_name(invalidation_key);
      return true;
    }
    storage().mark_invalidated(redis_.call({"SMEMBERS", storage().name_set(invalidation_key)}).as_strings());
    return true;
  }

  bool invalidate_pattern(std::string_view pattern) override {
    if (MarkedEntries* const entries = corrected()) {
      entries->invalidate_pattern(pattern);
      return true;
    }
    const std::vector<RedisKey> keys = redis_.scan(RedisKey{std::string(pattern)});
    for (std::size_t begin = 0; begin < keys.size(); begin += kKeysPerUnlink) {
      const std::size_t end = std::min(begin + kKeysPerUnlink, keys.size());
      std::vector<Arg> command{"UNLINK"};
      for (std::size_t i = begin; i < end; ++i) command.emplace_back(keys[i]);
      redis_.call(Args(command));
    }
    return true;
  }

 private:
  std::vector<std::string> invalidation_keys(const Key& key) const override { return labels_.invalidation_keys(key); }

  Redis& redis_;
  const Labels& labels_;
};

}  // namespace

StrategyInfo tag_invalidation_info() {
  return {.name = "tag_invalidation",
          .summary = "retry_wait with invalidation by tag, by name of a group, and by pattern.",
          .description =
              "As retry_wait. In addition each key is noted in the set of its tag and of each of its invalidation "
              "keys when it is written; an invalidation marks all members of a set, and a pattern deletes whatever "
              "matches.",
          .when_to_choose =
              "When groups of entries have to be invalidated together and the old values may be served meanwhile. "
              "Not on a server that is shared with others if patterns are used, and not where keys are countless: "
              "the sets only grow.",
          .provenance = "cacheme 0.0.9 and 0.1.1, with tags and invalidation keys.",
          .guarantees =
              "As retry_wait. What is invalidated together is recomputed key by key, by the first reader of "
              "each, while the others read the old values.",
          .costs =
              "As retry_wait, and sets of keys that only grow. An invalidation by name during the first "
              "computation is lost. A pattern (of Redis keys, such as CM:item*) scans the whole database and "
              "leaves no old values to serve.",
          .operations = operations_of<TagInvalidation>(),
          .parameters = RetryWait::parameters(),
          .create = [](Environment& environment) -> std::unique_ptr<Strategy> {
            return std::make_unique<TagInvalidation>(environment);
          }};
}

}  // namespace stampede
