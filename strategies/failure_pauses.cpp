#include "strategies/failure_pauses.h"

namespace stampede {

void FailurePauses::begin(const Key& key, TimePoint now) {
  while (!begun_.empty() && begun_.front().until <= now) {
    const auto found = until_.find(begun_.front().key);
    if (found != until_.end() && found->second <= now) until_.erase(found);
    begun_.pop_front();
  }
  if (length_ <= Duration::zero()) return;
  until_[key.name] = now + length_;
  begun_.push_back({now + length_, key.name});
}

bool FailurePauses::is_paused(const Key& key, TimePoint now) const {
  const auto found = until_.find(key.name);
  return found != until_.end() && now < found->second;
}

}  // namespace stampede
