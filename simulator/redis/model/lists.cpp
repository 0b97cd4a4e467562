// Lists, all but the blocking commands.
#include "simulator/redis/model/lists.h"

#include <algorithm>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"
#include "simulator/redis/model/ranges.h"

namespace stampede::redis::model {
namespace {

std::int64_t length(const List& list) { return static_cast<std::int64_t>(list.size()); }

Reply push(Call& call, End end, bool only_existing) {
  List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) {
    if (only_existing) return integer_reply(0);
    list = &call.engine.find_or_add<List>(call[1]);
  }
  for (const std::string_view text : call.words.subspan(2)) push_end(*list, end, text);
  const std::int64_t size = length(*list);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(size);
}

Reply pop(Call& call, End end) {
  if (call.size() > 3) {
    throw CommandError("ERR wrong number of arguments for '" + std::string(call.command.name) + "' command");
  }
  std::optional<std::int64_t> count;
  if (call.size() == 3) count = to_count(call[2]);
  List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) return nil_reply();
  if (count == 0) return array_reply();
  Reply reply;
  if (!count) {
    reply = text_reply(pop_end(*list, end));
  } else {
    reply = array_reply();
    for (std::int64_t i = 0; i < *count && list->size() > 0; ++i) {
      reply.elements.push_back(text_reply(pop_end(*list, end)));
    }
  }
  call.engine.remove_if_empty(call[1], *list);
  call.engine.changed(&call.client, call[1]);
  return reply;
}

Reply llen(Call& call) {
  const List* list = call.engine.find_as<List>(call[1]);
  return integer_reply(list == nullptr ? 0 : length(*list));
}

Reply lrange(Call& call) {
  const std::int64_t first = to_integer(call[2]);
  const std::int64_t last = to_integer(call[3]);
  const List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) return array_reply();
  const IndexRange range = resolve_range(first, last, list->size());
  std::vector<Reply> texts;
  for (std::size_t i = range.first; i < range.end; ++i) {
    texts.push_back(text_reply(std::string_view(list->elements()[i])));
  }
  return array_reply(std::move(texts));
}

// Empty: there is no such element.
std::optional<std::size_t> element_at(const List& list, std::int64_t index) {
  if (index < 0) index += length(list);
  if (index < 0 || index >= length(list)) return {};
  return static_cast<std::size_t>(index);
}

Reply lindex(Call& call) {
  const List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) return nil_reply();
  const std::optional<std::size_t> index = element_at(*list, to_integer(call[2]));
  return index ? text_reply(std::string_view(list->elements()[*index])) : nil_reply();
}

Reply lset(Call& call) {
  List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) throw CommandError(kNoSuchKey);
  const std::optional<std::size_t> index = element_at(*list, to_integer(call[2]));
  if (!index) throw CommandError("ERR index out of range");
  list->replace(*index, call[3]);
  call.engine.changed(&call.client, call[1]);
  return ok_reply();
}

Reply lrem(Call& call) {
  const std::int64_t wanted = to_integer(call[2]);
  List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) return integer_reply(0);
  std::int64_t removed = 0;
  const auto is_enough = [&] { return wanted != 0 && removed == (wanted < 0 ? -wanted : wanted); };
  if (wanted < 0) {
    for (std::size_t i = list->size(); i-- > 0 && !is_enough();) {
      if (list->elements()[i] != call[3]) continue;
      list->erase(i, i + 1);
      ++removed;
    }
  } else {
    for (std::size_t i = 0; i < list->size() && !is_enough();) {
      if (list->elements()[i] != call[3]) {
        ++i;
        continue;
      }
      list->erase(i, i + 1);
      ++removed;
    }
  }
  call.engine.remove_if_empty(call[1], *list);
  if (removed > 0) call.engine.changed(&call.client, call[1]);
  return integer_reply(removed);
}

Reply ltrim(Call& call) {
  const std::int64_t first = to_integer(call[2]);
  const std::int64_t last = to_integer(call[3]);
  List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) return ok_reply();
  const IndexRange range = resolve_range(first, last, list->size());
  list->erase(range.end, list->size());
  list->erase(0, range.first);
  call.engine.remove_if_empty(call[1], *list);
  call.engine.changed(&call.client, call[1]);
  return ok_reply();
}

Reply linsert(Call& call) {
  const bool is_after = equals_word(call[2], "after");
  if (!is_after && !equals_word(call[2], "before")) throw CommandError(kSyntaxError);
  List* list = call.engine.find_as<List>(call[1]);
  if (list == nullptr) return integer_reply(0);
  const auto& elements = list->elements();
  const auto pivot = std::find(elements.begin(), elements.end(), call[3]);
  if (pivot == elements.end()) return integer_reply(-1);
  list->insert(static_cast<std::size_t>(pivot - elements.begin()) + (is_after ? 1 : 0), call[4]);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(length(*list));
}

struct PositionOptions {
  std::int64_t rank = 1;
  std::optional<std::int64_t> count;  // 0: all
  std::int64_t looked_at_max = 0;     // 0: all
};

PositionOptions read_position_options(const Call& call) {
  PositionOptions options;
  for (std::size_t i = 3; i < call.size(); i += 2) {
    if (i + 1 == call.size()) throw CommandError(kSyntaxError);
    if (equals_word(call[i], "rank")) {
      options.rank = to_integer(call[i + 1]);
      if (options.rank == 0) {
        throw CommandError(
            "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to "
            "start from the end of the list");
      }
    } else if (equals_word(call[i], "count")) {
      options.count = to_count(call[i + 1], "ERR COUNT can't be negative");
    } else if (equals_word(call[i], "maxlen")) {
      options.looked_at_max = to_count(call[i + 1], "ERR MAXLEN can't be negative");
    } else {
      throw CommandError(kSyntaxError);
    }
  }
  return options;
}

std::vector<Reply> find_positions(const List& list, std::string_view wanted, const PositionOptions& options) {
  std::vector<Reply> found;
  const std::int64_t skipped = (options.rank < 0 ? -options.rank : options.rank) - 1;
  const std::int64_t most = options.count.value_or(1);
  std::int64_t matches = 0;
  for (std::int64_t i = 0; i < length(list) && (options.looked_at_max == 0 || i < options.looked_at_max); ++i) {
    const std::int64_t index = options.rank < 0 ? length(list) - 1 - i : i;
    if (list.elements()[static_cast<std::size_t>(index)] != wanted || ++matches <= skipped) continue;
    found.push_back(integer_reply(index));
    if (most != 0 && static_cast<std::int64_t>(found.size()) == most) break;
  }
  return found;
}

Reply lpos(Call& call) {
  const PositionOptions options = read_position_options(call);
  const List* list = call.engine.find_as<List>(call[1]);
  std::vector<Reply> found;
  if (list != nullptr) found = find_positions(*list, call[2], options);
  if (options.count) return array_reply(std::move(found));
  return found.empty() ? nil_reply() : std::move(found.front());
}

Reply lmove(Call& call) {
  const End from = read_end(call[3]);
  const End to = read_end(call[4]);
  return move_element(call, from, to);
}

constexpr KeyPositions kOneKey{1, 1, 1};
constexpr KeyPositions kTwoKeys{1, 2, 1};
constexpr unsigned kGrows = flags::kWrite | flags::kDenyOutOfMemory;

constexpr Command kCommands[] = {
    {"lpush", -3, kGrows, kOneKey, [](Call& call) { return push(call, End::left, false); }},
    {"rpush", -3, kGrows, kOneKey, [](Call& call) { return push(call, End::right, false); }},
    {"lpushx", -3, kGrows, kOneKey, [](Call& call) { return push(call, End::left, true); }},
    {"rpushx", -3, kGrows, kOneKey, [](Call& call) { return push(call, End::right, true); }},
    {"lpop", -2, flags::kWrite, kOneKey, [](Call& call) { return pop(call, End::left); }},
    {"rpop", -2, flags::kWrite, kOneKey, [](Call& call) { return pop(call, End::right); }},
    {"llen", 2, flags::kReadOnly, kOneKey, llen},
    {"lrange", 4, flags::kReadOnly, kOneKey, lrange},
    {"lindex", 3, flags::kReadOnly, kOneKey, lindex},
    {"lset", 4, kGrows, kOneKey, lset},
    {"lrem", 4, flags::kWrite, kOneKey, lrem},
    {"ltrim", 4, flags::kWrite, kOneKey, ltrim},
    {"linsert", 5, kGrows, kOneKey, linsert},
    {"lpos", -3, flags::kReadOnly, kOneKey, lpos},
    {"rpoplpush", 3, kGrows, kTwoKeys, [](Call& call) { return move_element(call, End::right, End::left); }},
    {"lmove", 5, kGrows, kTwoKeys, lmove},
};

}  // namespace

End read_end(std::string_view word) {
  if (equals_word(word, "left")) return End::left;
  if (equals_word(word, "right")) return End::right;
  throw CommandError(kSyntaxError);
}

Reply move_element(Call& call, End from, End to) {
  List* source = call.engine.find_as<List>(call[1]);
  if (source == nullptr) return nil_reply();
  call.engine.find_as<List>(call[2]);  // refuses another type before anything is taken
  std::string element = pop_end(*source, from);
  push_end(call.engine.find_or_add<List>(call[2]), to, element);
  call.engine.changed(&call.client, call[2]);
  call.engine.remove_if_empty(call[1], *source);
  call.engine.changed(&call.client, call[1]);
  return text_reply(std::move(element));
}

Commands list_commands() { return kCommands; }

}  // namespace stampede::redis::model
