// Layout: magic, checksum, size of the whole value, version, snapshot, generated, computation, length of the key
// (eight bytes each, little-endian), the key, padding.
#include "simulator/measure/value_stamp.h"

#include <algorithm>

namespace stampede::measure {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::uint64_t kMagic = 0x31656465706d7453U;  // "Stmpede1"
constexpr std::size_t kChecksumAt = 1 * kWord;
constexpr std::size_t kSizeAt = 2 * kWord;
constexpr std::size_t kVersionAt = 3 * kWord;
constexpr std::size_t kSnapshotAt = 4 * kWord;
constexpr std::size_t kGeneratedAt = 5 * kWord;
constexpr std::size_t kComputationAt = 6 * kWord;
constexpr std::size_t kKeyLengthAt = 7 * kWord;
constexpr std::size_t kKeyAt = 8 * kWord;
constexpr char kPadding = '.';

void put(std::string& bytes, std::size_t at, std::uint64_t word) {
  for (std::size_t i = 0; i < kWord; ++i) {
    bytes[at + i] = static_cast<char>(word >> (8 * i) & 0xffU);
  }
}

std::uint64_t word_at(std::string_view bytes, std::size_t at) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < kWord; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return word;
}

// Over all that follows the checksum, except the padding: reading a stamp must not cost more for large values.
std::uint64_t checksum(std::string_view bytes, std::size_t end) {
  std::uint64_t hash = kMagic;
  const auto mix = [&hash](std::uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 29U;
  };
  std::size_t at = kSizeAt;
  for (; at + kWord <= end; at += kWord) {
    mix(word_at(bytes, at));
  }
  for (; at < end; ++at) {
    mix(static_cast<unsigned char>(bytes[at]));
  }
  return hash;
}

std::uint64_t to_word(TimePoint time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

TimePoint time_at(std::string_view bytes, std::size_t at) {
  return TimePoint(Duration(static_cast<Duration::rep>(word_at(bytes, at))));
}

}  // namespace

std::size_t stamp_size(std::string_view key) { return kKeyAt + key.size(); }

Value encode(const ValueStamp& stamp, std::size_t size_bytes) {
  const std::size_t key_end = stamp_size(stamp.key);
  std::string bytes(std::max(size_bytes, key_end), kPadding);
  put(bytes, 0, kMagic);
  put(bytes, kSizeAt, bytes.size());
  put(bytes, kVersionAt, stamp.version);
  put(bytes, kSnapshotAt, to_word(stamp.snapshot));
  put(bytes, kGeneratedAt, to_word(stamp.generated));
  put(bytes, kComputationAt, stamp.computation);
  put(bytes, kKeyLengthAt, stamp.key.size());
  std::copy(stamp.key.begin(), stamp.key.end(), bytes.begin() + static_cast<std::ptrdiff_t>(kKeyAt));
  put(bytes, kChecksumAt, checksum(bytes, key_end));
  return Value{std::move(bytes)};
}

std::optional<ValueStamp> decode(std::string_view bytes) {
  if (bytes.size() < kKeyAt || word_at(bytes, 0) != kMagic || word_at(bytes, kSizeAt) != bytes.size()) {
    return std::nullopt;
  }
  const std::uint64_t key_length = word_at(bytes, kKeyLengthAt);
  if (key_length > bytes.size() - kKeyAt) {
    return std::nullopt;
  }
  if (word_at(bytes, kChecksumAt) != checksum(bytes, kKeyAt + key_length)) {
    return std::nullopt;
  }
  return ValueStamp{bytes.substr(kKeyAt, key_length), word_at(bytes, kVersionAt), time_at(bytes, kSnapshotAt),
                    time_at(bytes, kGeneratedAt), word_at(bytes, kComputationAt)};
}

}  // namespace stampede::measure
