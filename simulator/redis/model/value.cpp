#include "simulator/redis/model/value.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

constexpr std::size_t kLongestArray = 512;  // set-max-intset-entries

std::uint8_t bytes_for(std::int64_t number) {
  if (number == static_cast<std::int16_t>(number)) return 2;
  return number == static_cast<std::int32_t>(number) ? 4 : 8;
}

}  // namespace

void List::push_front(std::string_view text) {
  elements_.emplace_front(text);
  text_bytes_ += text.size();
}

void List::push_back(std::string_view text) {
  elements_.emplace_back(text);
  text_bytes_ += text.size();
}

std::string List::pop_front() {
  std::string text = std::move(elements_.front());
  elements_.pop_front();
  text_bytes_ -= text.size();
  return text;
}

std::string List::pop_back() {
  std::string text = std::move(elements_.back());
  elements_.pop_back();
  text_bytes_ -= text.size();
  return text;
}

void List::replace(std::size_t index, std::string_view text) {
  text_bytes_ += text.size();
  text_bytes_ -= elements_[index].size();
  elements_[index] = text;
}

void List::insert(std::size_t index, std::string_view text) {
  elements_.emplace(elements_.begin() + static_cast<std::ptrdiff_t>(index), text);
  text_bytes_ += text.size();
}

void List::erase(std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) text_bytes_ -= elements_[i].size();
  elements_.erase(elements_.begin() + static_cast<std::ptrdiff_t>(first),
                  elements_.begin() + static_cast<std::ptrdiff_t>(last));
}

const std::string* Hash::find(std::string_view field) const {
  const auto found = fields_.find(field);
  return found == fields_.end() ? nullptr : &found->second;
}

bool Hash::set(std::string_view field, std::string_view text) {
  const auto found = fields_.find(field);
  text_bytes_ += text.size();
  if (found != fields_.end()) {
    text_bytes_ -= found->second.size();
    found->second = text;
    return false;
  }
  text_bytes_ += field.size();
  fields_.emplace(std::string(field), std::string(text));
  return true;
}

bool Hash::erase(std::string_view field) {
  const auto found = fields_.find(field);
  if (found == fields_.end()) return false;
  text_bytes_ -= found->first.size() + found->second.size();
  fields_.erase(found);
  return true;
}

bool Set::insert(std::string_view member) {
  if (!members_.emplace(member).second) return false;
  text_bytes_ += member.size();
  if (is_array_) {
    const std::optional<std::int64_t> number = parse_integer(member);
    is_array_ = number.has_value() && size() <= kLongestArray;
    if (number) array_element_bytes_ = std::max(array_element_bytes_, bytes_for(*number));
  }
  return true;
}

bool Set::erase(std::string_view member) {
  const auto found = members_.find(member);
  if (found == members_.end()) return false;
  text_bytes_ -= found->size();
  members_.erase(found);
  return true;
}

std::string_view type_name(const Value& value) {
  constexpr std::array<std::string_view, 5> kNames = {"string", "list", "hash", "set", "zset"};
  return kNames[value.index()];
}

}  // namespace stampede::redis::model
