#include "simulator/redis/model/memory.h"

#include <algorithm>
#include <bit>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

using Bytes = std::uint64_t;

constexpr Bytes kObject = 16;  // robj
constexpr Bytes kDictEntry = 24;
constexpr Bytes kDict = 56;
constexpr Bytes kPointer = 8;
constexpr Bytes kPackHeader = 7;  // of a listpack, with its end
constexpr Bytes kPackedMax = 64;  // longer elements are not packed
constexpr std::size_t kPackedHashMax = 512;
constexpr std::size_t kPackedSortedSetMax = 128;
constexpr Bytes kListNodeMax = 8192;
constexpr Bytes kScore = 8;
constexpr Bytes kSkipListNode = 53;  // the mean over its random levels

// What jemalloc gives for a request.
Bytes allocated(Bytes wanted) {
  if (wanted <= 8) return 8;
  if (wanted <= 128) return (wanted + 15) / 16 * 16;
  const Bytes spacing = std::bit_floor(wanted - 1) / 4;
  return (wanted + spacing - 1) / spacing * spacing;
}

Bytes text_header(Bytes size) {
  if (size < 32) return 1;
  if (size < 256) return 3;
  return size < 65536 ? 5 : 9;
}

// A text with its header and its final zero.
Bytes text_memory(Bytes size) { return allocated(text_header(size) + size + 1); }

// An element of a listpack: its encoding, its text, and its length for the way back.
Bytes packed(Bytes size) { return size + (size < kPackedMax ? 2 : size < 4096 ? 4 : 7); }

Bytes mean(Bytes sum, std::size_t count) { return count == 0 ? 0 : (sum + count / 2) / count; }

Bytes table(std::size_t entries) { return kDict + kPointer * std::bit_ceil(std::max<std::size_t>(entries, 4)); }

Bytes memory(const std::string& text) {
  constexpr Bytes kLongestEmbedded = 44;
  if (text.size() <= 20 && parse_integer(text)) return kObject;
  if (text.size() <= kLongestEmbedded) return allocated(kObject + 3 + text.size() + 1);
  return kObject + allocated(std::max<Bytes>(3, text_header(text.size())) + text.size() + 1);
}

Bytes memory(const List& list) {
  constexpr Bytes kQuickList = 40;
  constexpr Bytes kQuickListNode = 40;
  if (list.size() == 0) return kObject;  // being made
  const Bytes element = packed(mean(list.text_bytes(), list.size()));
  const Bytes per_node = std::max<Bytes>(1, (kListNodeMax - kPackHeader) / element);
  const Bytes full_nodes = (list.size() - 1) / per_node;
  const Bytes in_last = list.size() - full_nodes * per_node;
  return kObject + kQuickList + (full_nodes + 1) * kQuickListNode +
         full_nodes * allocated(kPackHeader + per_node * element) + allocated(kPackHeader + in_last * element);
}

Bytes memory(const Hash& hash) {
  // Whether fields or values are the long ones is not known.
  const Bytes pair = mean(hash.text_bytes(), hash.size());
  if (hash.size() <= kPackedHashMax && pair <= 2 * kPackedMax) {
    return kObject + allocated(kPackHeader + hash.text_bytes() + 4 * hash.size());
  }
  const Bytes field = std::min<Bytes>(pair / 2, 12);
  return kObject + table(hash.size()) + hash.size() * (kDictEntry + text_memory(field) + text_memory(pair - field));
}

Bytes memory(const Set& set) {
  if (set.is_array()) return kObject + allocated(8 + set.size() * set.array_element_bytes());
  const Bytes member = text_memory(mean(set.text_bytes(), set.size()));
  return kObject + table(set.size()) + set.size() * (kDictEntry + member);
}

Bytes memory(const SortedSet& set) {
  const Bytes member = mean(set.text_bytes(), set.size());
  if (set.size() <= kPackedSortedSetMax && member <= kPackedMax) {
    return kObject + allocated(kPackHeader + set.size() * (packed(member) + kScore));
  }
  constexpr Bytes kSkipList = 48;
  return kObject + kSkipList + table(set.size()) + set.size() * (kDictEntry + text_memory(member) + kSkipListNode);
}

Reply memory_usage(Call& call) {
  for (std::size_t i = 3; i < call.size(); i += 2) {
    if (!equals_word(call[i], "samples") || i + 1 == call.size()) throw CommandError(kSyntaxError);
    if (to_integer(call[i + 1]) < 0) throw CommandError(kSyntaxError);
  }
  const Object* object = call.engine.find(call[2]);
  return object == nullptr ? nil_reply() : integer_reply(static_cast<std::int64_t>(memory_of(*object)));
}

constexpr Command kCommands[] = {
    {"memory", -2, flags::kContainer, {}, nullptr},
    {"memory|usage", -3, flags::kReadOnly, {2, 2, 1}, memory_usage},
};

}  // namespace

std::uint64_t memory_of(const Object& object) {
  const Bytes name = text_memory(object.key.size()) + kDictEntry;
  return name + std::visit([](const auto& value) { return memory(value); }, object.value);
}

std::uint64_t used_memory_of(const Object& object) {
  // A table has between one and two places for each entry; one in the middle is a fair guess.
  constexpr Bytes kPlace = kPointer * 3 / 2;
  const Bytes entry = allocated(kDictEntry);
  const Bytes expiry = object.expiry_ms == kNoExpiry ? 0 : entry + kPlace;
  return memory_of(object) - kDictEntry + entry + kPlace + expiry;
}

Commands memory_commands() { return kCommands; }

}  // namespace stampede::redis::model
