// All keys: found by name, listed by age, ordered by use and by expiry. Knows no clients and no clock.
#pragma once

#include <boost/functional/hash.hpp>
#include <boost/intrusive/list.hpp>
#include <boost/intrusive/set.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/redis/model/value.h"

namespace stampede::redis::model {

constexpr std::int64_t kNoExpiry = -1;

struct Object {
  Object(std::string_view name, Value content) : key(name), value(std::move(content)) {}

  const std::string key;
  Value value;
  std::int64_t expiry_ms = kNoExpiry;  // since 1970-01-01; change by set_expiry
  std::uint64_t number = 0;            // of its creation, from 1
  std::uint64_t accounted_bytes = 0;
  boost::intrusive::list_member_hook<> by_use;
  boost::intrusive::set_member_hook<> by_expiry;
};

class Keyspace {
 public:
  Object* find(std::string_view key);

  // Precondition: there is no such key.
  Object& add(std::string_view key, Value value);
  void remove(Object& object);
  void clear();

  void set_expiry(Object& object, std::int64_t expiry_ms);
  // After a change of its value.
  void account(Object& object);
  void mark_used(Object& object);

  std::size_t size() const { return objects_.size(); }
  std::uint64_t memory_bytes() const { return memory_bytes_; }

  // Null: there is none.
  Object* least_recently_used();
  Object* first_to_expire();

  // Up to `count` objects from the youngest to the oldest, beginning at the one with the number `from` or the next
  // older one (0: the youngest). Returns where to go on; 0: that was all. New keys cannot make it last longer.
  std::uint64_t scan(std::uint64_t from, std::size_t count, std::vector<Object*>& found);
  // By age.
  std::vector<Object*> all();

 private:
  struct BySoonest {
    bool operator()(const Object& a, const Object& b) const {
      return a.expiry_ms != b.expiry_ms ? a.expiry_ms < b.expiry_ms : a.number < b.number;
    }
  };
  using ByUse = boost::intrusive::list<
      Object, boost::intrusive::member_hook<Object, boost::intrusive::list_member_hook<>, &Object::by_use>>;
  using ByExpiry = boost::intrusive::set<
      Object, boost::intrusive::member_hook<Object, boost::intrusive::set_member_hook<>, &Object::by_expiry>,
      boost::intrusive::compare<BySoonest>>;
  struct Slot {
    std::uint64_t number;
    Object* object;  // null: it is gone
  };

  std::vector<Slot>::iterator slot(std::uint64_t number);
  void forget_empty_slots();

  // The names are those of the objects themselves.
  boost::unordered_flat_map<std::string_view, std::unique_ptr<Object>, boost::hash<std::string_view>> objects_;
  std::vector<Slot> by_age_;  // ascending numbers
  ByUse by_use_;              // the front was used last
  ByExpiry by_expiry_;
  std::uint64_t last_number_ = 0;
  std::uint64_t memory_bytes_ = 0;
};

}  // namespace stampede::redis::model
