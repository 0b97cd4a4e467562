// The read path of cacheme: serve what is there, even if invalidated; else wait a short time and look again.
#pragma once

#include <optional>
#include <vector>

#include "strategies/hash_storage.h"
#include "strategies/marked_entries.h"
#include "strategies/strategy.h"

namespace stampede {

class RetryWait : public Strategy {
 public:
  explicit RetryWait(Environment& environment);

  Answer get(const Key& key) override;
  bool invalidate(const Key& key) override;

  static std::vector<ParameterSpec> parameters();

 protected:
  HashStorage& storage() { return storage_; }
  MarkedEntries* corrected() { return entries_ ? &*entries_ : nullptr; }  // nullptr: it behaves as released

 private:
  // The names under which this key is to be invalidated together with others.
  virtual std::vector<std::string> invalidation_keys(const Key& /*key*/) const { return {}; }

  std::optional<std::string> wait_for_others(const HashSlot& slot);
  Answer compute(const Key& key, const HashSlot& slot, bool end_progress);
  Answer get_corrected(const Key& key, MarkedEntries& entries);

  Environment& environment_;
  HashStorage storage_;
  std::optional<MarkedEntries> entries_;
  const bool skip_;
  const std::int64_t retries_;
  const Duration retry_interval_;
  const Duration progress_ttl_;
};

}  // namespace stampede
