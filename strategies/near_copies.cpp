// See the header.
#include "strategies/near_copies.h"

namespace stampede {

std::shared_ptr<SharedRead> NearCopies::under_way(const Key& key) const {
  const auto found = reads_.find(key.name);
  return found == reads_.end() ? nullptr : found->second;
}

void NearCopies::invalidate(const std::string& key) {
  copies_.erase(key);
  if (const auto found = reads_.find(key); found != reads_.end()) invalidate(found);
}

void NearCopies::invalidate_all() {
  copies_.clear();
  for (auto read = reads_.begin(); read != reads_.end();) read = invalidate(read);
}

// Who waits for an invalidation has read nothing yet that it could outdate.
NearCopies::Reads::iterator NearCopies::invalidate(Reads::iterator found) {
  SharedRead& read = *found->second;
  if (read.awaits_invalidation) {
    read.invalidated->wake_all();
    return std::next(found);
  }
  read.is_outdated = true;
  return reads_.erase(found);
}

LeadingRead::LeadingRead(NearCopies& copies, const Key& key, Waiting& waiting)
    : copies_(copies), key_(key.name), read_(std::make_shared<SharedRead>(waiting)) {
  copies_.reads_.emplace(key_, read_);
}

LeadingRead::~LeadingRead() {
  const auto found = copies_.reads_.find(key_);
  if (found != copies_.reads_.end() && found->second == read_) copies_.reads_.erase(found);
  read_->has_ended = true;
  read_->ended->wake_all();
}

}  // namespace stampede
