#include "simulator/workload/keyspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <variant>

#include "simulator/workload/key_draws.h"
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

// FNV-1a: std::hash may differ between standard libraries.
std::uint64_t hash(std::string_view name) {
  std::uint64_t result = 0xcbf29ce484222325U;
  for (const char letter : name) result = (result ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return result;
}

// Set in no index, so that hashes are apart from them.
constexpr std::uint64_t kNoIndex = std::uint64_t{1} << 63U;

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

Keyspace::Keyspace(const scenario::Keys& keys, std::uint64_t seed)
    : name_pattern_(keys.name),
      tags_(keys.tags),
      invalidation_keys_(keys.invalidation_keys),
      value_size_bytes_(keys.value_size_bytes),
      value_size_per_key_(keys.value_size_per_key),
      seed_(seed),
      counted_(keys.count),
      calls_(keys.calls) {
  for (std::uint64_t i = 0; i < keys.count; ++i) {
    intern(calls_.empty() ? name_of(keys.name, i) : unambiguous_key(calls_[i]));
  }
}

std::optional<std::uint64_t> Keyspace::find(std::string_view name) const {
  return indices_.find(name, [this](std::uint64_t index) { return this->name(index); });
}

std::uint64_t Keyspace::index_of(const Key& key) const {
  const std::optional<std::uint64_t> index = find(key.name);
  if (!index) throw std::out_of_range(fmt::format("no key has the name {}", key.name));
  return *index;
}

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
    if (const auto found = find(text.substr(at, end - at))) return found;
  }
  return std::nullopt;
}

std::uint64_t Keyspace::intern(std::string_view name) {
  if (const std::optional<std::uint64_t> known = find(name)) return *known;
  if (keys_.size() >= NameIndex::kMostNames) throw std::length_error("more different keys than there is room for");
  keys_.push_back({std::string(name)});
  indices_.add(keys_.back().name);
  return keys_.size() - 1;
}

std::uint64_t Keyspace::stream_of(std::uint64_t index) const {
  return index < counted_ ? index : kNoIndex | hash(name(index));
}

std::uint64_t Keyspace::value_size_bytes(std::uint64_t index) const {
  if (index < sizes_bytes_.size() && sizes_bytes_[index] > 0) return sizes_bytes_[index];
  if (!value_size_per_key_) return value_size_bytes_;
  return draw_size_bytes(*value_size_per_key_, measure::RandomStream(seed_, "value size", stream_of(index)));
}

void Keyspace::set_value_size(std::uint64_t index, std::uint64_t size_bytes) {
  if (index >= sizes_bytes_.size()) sizes_bytes_.resize(index + 1);
  sizes_bytes_[index] = static_cast<std::uint32_t>(size_bytes);
}

std::string Keyspace::tag(const Key& key) const { return fmt::format("tag:{}", stream_of(index_of(key)) % tags_); }

std::vector<std::string> Keyspace::invalidation_keys(const Key& key) const {
  return {fmt::format("group:{}", stream_of(index_of(key)) % invalidation_keys_)};
}

const Call* Keyspace::call(const Key& key) const {
  if (calls_.empty()) return nullptr;
  const std::uint64_t index = index_of(key);
  return index < calls_.size() ? &calls_[index] : nullptr;  // keys of traces follow, which are no calls
}

std::string Keyspace::pattern(const Key& key) const {
  const Call* const of = call(key);
  return fmt::format("*{}*", literal(of != nullptr ? of->function : key.name.substr(0, key.name.find('>'))));
}

KeyPicker::KeyPicker(const scenario::Keys& keys, measure::RandomStream stream) : count_(keys.count), stream_(stream) {
  if (const auto* hot = std::get_if<scenario::HotKeyPopularity>(&keys.popularity)) hot_share_ = hot->share;
  if (const auto* moving = std::get_if<scenario::MovingPopularity>(&keys.popularity)) {
    const auto rounded = [](double number) { return std::max<std::uint64_t>(1, std::uint64_t(std::llround(number))); };
    const std::uint64_t set = std::min(count_, rounded(moving->share * static_cast<double>(count_)));
    moving_ = {.set = set,
               .shift = rounded(moving->by * static_cast<double>(set)),
               .every = moving->every,
               .requests = moving->requests};
  }
  const auto* zipf = std::get_if<scenario::ZipfPopularity>(&keys.popularity);
  if (zipf == nullptr) return;
  cumulative_.reserve(count_);
  double sum = 0;
  for (std::uint64_t rank = 1; rank <= count_; ++rank) {
    sum += portable::power(static_cast<double>(rank), -zipf->exponent);
    cumulative_.push_back(sum);
  }
}

std::uint64_t KeyPicker::pick(Duration at) {
  if (count_ == 1) return 0;
  if (moving_.set > 0) return pick_moving(at);
  if (!cumulative_.empty()) {
    const double point = stream_.uniform() * cumulative_.back();
    const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), point);
    return std::min(static_cast<std::uint64_t>(found - cumulative_.begin()), count_ - 1);
  }
  if (hot_share_ > 0) return stream_.uniform() < hot_share_ ? 0 : 1 + stream_.below(count_ - 1);
  return stream_.below(count_);
}

std::uint64_t KeyPicker::pick_moving(Duration at) {
  const auto shifts = static_cast<std::uint64_t>(at / moving_.every);
  const std::uint64_t first = shifts % count_ * moving_.shift % count_;  // of the working set
  const bool inside = moving_.requests >= 1 || moving_.set == count_ || stream_.uniform() < moving_.requests;
  const std::uint64_t place = inside ? stream_.below(moving_.set) : moving_.set + stream_.below(count_ - moving_.set);
  return (first + place) % count_;
}

}  // namespace stampede::workload
