#include "simulator/workload/keyspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <variant>

#include "strategies/call_keys.h"
#include "strategies/portable_math.h"

namespace stampede::workload {

namespace {

std::string name_of(const std::string& pattern, std::uint64_t index) {
  std::string name = pattern;
  const std::size_t place = name.find("{}");
  if (place != std::string::npos) name.replace(place, 2, std::to_string(index));
  return name;
}

// With what Redis takes for wildcards escaped.
std::string literal(std::string_view name) {
  std::string escaped;
  for (const char letter : name) {
    if (std::string_view("*?[]\\").find(letter) != std::string_view::npos) escaped += '\\';
    escaped += letter;
  }
  return escaped;
}

}  // namespace

Keyspace::Keyspace(const scenario::Keys& keys)
    : name_pattern_(keys.name), tags_(keys.tags), invalidation_keys_(keys.invalidation_keys), calls_(keys.calls) {
  keys_.reserve(keys.count);
  names_.reserve(keys.count);
  for (std::uint64_t i = 0; i < keys.count; ++i) {
    names_.push_back(calls_.empty() ? name_of(keys.name, i) : unambiguous_key(calls_[i]));
    keys_.push_back({names_.back()});
  }
  indices_.reserve(keys.count);
  for (std::uint64_t i = 0; i < keys.count; ++i) indices_.emplace(names_[i], i);
}

std::uint64_t Keyspace::index_of(const Key& key) const { return indices_.at(key.name); }

std::optional<std::uint64_t> Keyspace::index_within(std::string_view text) const {
  constexpr std::string_view kDigits = "0123456789";
  const std::size_t place = name_pattern_.find("{}");
  const std::string_view before = std::string_view(name_pattern_).substr(0, place);
  for (std::size_t at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1)) {
    const bool within_number = before.empty() && at > 0 && kDigits.find(text[at - 1]) != std::string_view::npos;
    if (within_number) continue;
    std::size_t end = at + before.size();
    if (place != std::string::npos) {
      end = std::min(text.find_first_not_of(kDigits, end), text.size());
      end += name_pattern_.size() - place - 2;  // what comes after the number
    }
    const auto found = indices_.find(text.substr(at, end - at));
    if (found != indices_.end()) return found->second;
  }
  return std::nullopt;
}

std::string Keyspace::tag(const Key& key) const { return fmt::format("tag:{}", index_of(key) % tags_); }

std::vector<std::string> Keyspace::invalidation_keys(const Key& key) const {
  return {fmt::format("group:{}", index_of(key) % invalidation_keys_)};
}

const Call* Keyspace::call(const Key& key) const { return calls_.empty() ? nullptr : &calls_[index_of(key)]; }

std::string Keyspace::pattern(const Key& key) const {
  const Call* const of = call(key);
  return fmt::format("*{}*", literal(of != nullptr ? of->function : key.name.substr(0, key.name.find('>'))));
}

KeyPicker::KeyPicker(const scenario::Keys& keys, measure::RandomStream stream) : count_(keys.count), stream_(stream) {
  if (const auto* hot = std::get_if<scenario::HotKeyPopularity>(&keys.popularity)) hot_share_ = hot->share;
  const auto* zipf = std::get_if<scenario::ZipfPopularity>(&keys.popularity);
  if (zipf == nullptr) return;
  cumulative_.reserve(count_);
  double sum = 0;
  for (std::uint64_t rank = 1; rank <= count_; ++rank) {
    sum += portable::power(static_cast<double>(rank), -zipf->exponent);
    cumulative_.push_back(sum);
  }
}

std::uint64_t KeyPicker::pick() {
  if (count_ == 1) return 0;
  if (!cumulative_.empty()) {
    const double point = stream_.uniform() * cumulative_.back();
    const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), point);
    return std::min(static_cast<std::uint64_t>(found - cumulative_.begin()), count_ - 1);
  }
  if (hot_share_ > 0) return stream_.uniform() < hot_share_ ? 0 : 1 + stream_.below(count_ - 1);
  return stream_.below(count_);
}

}  // namespace stampede::workload
