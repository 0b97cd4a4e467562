#include "simulator/redis/model/keyspace.h"

#include <algorithm>

#include "simulator/redis/model/memory.h"

namespace stampede::redis::model {

Object* Keyspace::find(std::string_view key) {
  const auto found = objects_.find(key);
  return found == objects_.end() ? nullptr : found->second.get();
}

Object& Keyspace::add(std::string_view key, Value value) {
  auto created = std::make_unique<Object>(key, std::move(value));
  Object& object = *created;
  object.number = ++last_number_;
  objects_.emplace(object.key, std::move(created));
  by_age_.push_back({object.number, &object});
  by_use_.push_front(object);
  account(object);
  return object;
}

void Keyspace::remove(Object& object) {
  memory_bytes_ -= object.accounted_bytes;
  if (object.expiry_ms != kNoExpiry) by_expiry_.erase(by_expiry_.iterator_to(object));
  by_use_.erase(by_use_.iterator_to(object));
  slot(object.number)->object = nullptr;
  objects_.erase(objects_.find(object.key));
  forget_empty_slots();
}

void Keyspace::clear() {
  by_expiry_.clear();
  by_use_.clear();
  by_age_.clear();
  objects_.clear();
  memory_bytes_ = 0;
}

void Keyspace::set_expiry(Object& object, std::int64_t expiry_ms) {
  if (object.expiry_ms == expiry_ms) return;
  if (object.expiry_ms != kNoExpiry) by_expiry_.erase(by_expiry_.iterator_to(object));
  object.expiry_ms = expiry_ms;
  if (expiry_ms != kNoExpiry) by_expiry_.insert(object);
  account(object);
}

void Keyspace::account(Object& object) {
  const std::uint64_t bytes = used_memory_of(object);
  memory_bytes_ += bytes - object.accounted_bytes;
  object.accounted_bytes = bytes;
}

void Keyspace::mark_used(Object& object) { by_use_.splice(by_use_.begin(), by_use_, by_use_.iterator_to(object)); }

Object* Keyspace::least_recently_used() { return by_use_.empty() ? nullptr : &by_use_.back(); }

Object* Keyspace::first_to_expire() { return by_expiry_.empty() ? nullptr : &*by_expiry_.begin(); }

std::uint64_t Keyspace::scan(std::uint64_t from, std::size_t count, std::vector<Object*>& found) {
  auto next = by_age_.end();
  if (from != 0) {
    next = std::upper_bound(by_age_.begin(), by_age_.end(), from,
                            [](std::uint64_t number, const Slot& candidate) { return number < candidate.number; });
  }
  while (next != by_age_.begin()) {
    const Slot& candidate = *--next;
    if (candidate.object == nullptr) continue;
    if (count == 0) return candidate.number;
    found.push_back(candidate.object);
    --count;
  }
  return 0;
}

std::vector<Object*> Keyspace::all() {
  std::vector<Object*> objects;
  objects.reserve(size());
  for (const Slot& candidate : by_age_) {
    if (candidate.object != nullptr) objects.push_back(candidate.object);
  }
  return objects;
}

std::vector<Keyspace::Slot>::iterator Keyspace::slot(std::uint64_t number) {
  return std::lower_bound(by_age_.begin(), by_age_.end(), number,
                          [](const Slot& candidate, std::uint64_t wanted) { return candidate.number < wanted; });
}

void Keyspace::forget_empty_slots() {
  constexpr std::size_t kWorthIt = 64;
  if (by_age_.size() < kWorthIt || by_age_.size() < 2 * objects_.size()) return;
  std::erase_if(by_age_, [](const Slot& candidate) { return candidate.object == nullptr; });
}

}  // namespace stampede::redis::model
