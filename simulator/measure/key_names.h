// The names of keys by their index, as the origin writes them into values: a list of its own, or a view of a table that
// may grow.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stampede::measure {

class KeyNames {
 public:
  class Table {
   public:
    virtual ~Table() = default;
    virtual std::uint64_t count() const = 0;
    virtual std::string_view name(std::uint64_t key) const = 0;
  };

  KeyNames() = default;
  KeyNames(std::initializer_list<std::string> names) : own_(names) {}
  // Implicit, as where a list of names is given directly.
  KeyNames(std::vector<std::string> names) : own_(std::move(names)) {}
  // The table must outlive this.
  explicit KeyNames(const Table& table) : table_(&table) {}

  std::uint64_t size() const { return table_ != nullptr ? table_->count() : own_.size(); }
  bool empty() const { return size() == 0; }
  std::string_view operator[](std::uint64_t key) const { return table_ != nullptr ? table_->name(key) : own_[key]; }
  std::string_view at(std::uint64_t key) const {
    if (key >= size()) throw std::out_of_range("no key has this index");
    return (*this)[key];
  }

 private:
  std::vector<std::string> own_;
  const Table* table_ = nullptr;
};

}  // namespace stampede::measure
