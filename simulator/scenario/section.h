// One object of the document: its known keys, read one by one. Unknown keys are reported when it is opened.
#pragma once

#include <concepts>
#include <functional>

#include "simulator/scenario/item.h"

namespace stampede::scenario {

class Section {
 public:
  // If the value is no object, that is reported, and the section acts as an empty one.
  explicit Section(const Item& item);

  const std::string& path() const { return item_.path(); }
  Problems& problems() const { return item_.problems(); }
  bool is_object() const { return is_object_; }

  bool has(std::string_view key) const;
  std::optional<Item> find(std::string_view key) const;
  // Reports if the key is missing.
  std::optional<Item> require(std::string_view key, std::string_view what) const;
  std::string path_of(std::string_view key) const;

  // Each leaves the target as it is where the key is absent or its value is wrong.
  void read(std::string_view key, Duration& target, Durations range) const;
  void read(std::string_view key, std::optional<Duration>& target, Durations range) const;
  void read(std::string_view key, double& target, Numbers range) const;
  void read(std::string_view key, std::optional<double>& target, Numbers range) const;
  void read(std::string_view key, bool& target) const;
  void read(std::string_view key, std::string& target) const;
  void read(std::string_view key, std::optional<std::uint64_t>& target, Counts range) const;
  void read_size(std::string_view key, std::optional<std::uint64_t>& target, Sizes range) const;
  template <std::unsigned_integral Integer>
  void read(std::string_view key, Integer& target, Counts range) const {
    const std::optional<Item> item = find(key);
    if (!item) return;
    if (const auto value = item->count(range)) target = static_cast<Integer>(*value);
  }

 private:
  Item item_;
  bool is_object_ = false;
};

// Calls `read` with each element of an array; reports if it is none.
void for_each_element(const Item& item, const std::function<void(const Item&)>& read);

}  // namespace stampede::scenario
