// What a key can hold, and how much memory the model says that it takes. Aggregates are sorted where Redis promises no
// order, so that replies never show a hash table's order.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "simulator/redis/model/sorted_set.h"

namespace stampede::redis::model {

// Texts, and the sum of their lengths: the memory of a key is known without a walk over it.
class List {
 public:
  using Elements = std::deque<std::string>;

  const Elements& elements() const { return elements_; }
  std::size_t size() const { return elements_.size(); }
  std::uint64_t text_bytes() const { return text_bytes_; }

  void push_front(std::string_view text);
  void push_back(std::string_view text);
  std::string pop_front();
  std::string pop_back();
  void replace(std::size_t index, std::string_view text);
  void insert(std::size_t index, std::string_view text);
  void erase(std::size_t first, std::size_t last);  // half-open

 private:
  Elements elements_;
  std::uint64_t text_bytes_ = 0;
};

class Hash {
 public:
  using Fields = std::map<std::string, std::string, std::less<>>;

  const Fields& fields() const { return fields_; }
  std::size_t size() const { return fields_.size(); }
  std::uint64_t text_bytes() const { return text_bytes_; }

  const std::string* find(std::string_view field) const;
  bool set(std::string_view field, std::string_view text);  // true: the field is new
  bool erase(std::string_view field);

 private:
  Fields fields_;
  std::uint64_t text_bytes_ = 0;
};

class Set {
 public:
  using Members = std::set<std::string, std::less<>>;

  const Members& members() const { return members_; }
  std::size_t size() const { return members_.size(); }
  std::uint64_t text_bytes() const { return text_bytes_; }

  // Redis keeps a small set of whole numbers as an array of them. Once it has been anything else it stays that.
  bool is_array() const { return is_array_; }
  std::size_t array_element_bytes() const { return array_element_bytes_; }

  bool contains(std::string_view member) const { return members_.find(member) != members_.end(); }
  bool insert(std::string_view member);
  bool erase(std::string_view member);

 private:
  Members members_;
  std::uint64_t text_bytes_ = 0;
  bool is_array_ = true;
  std::uint8_t array_element_bytes_ = 2;
};

using Value = std::variant<std::string, List, Hash, Set, SortedSet>;

// As TYPE says it.
std::string_view type_name(const Value& value);

}  // namespace stampede::redis::model
