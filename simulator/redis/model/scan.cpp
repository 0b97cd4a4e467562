// SCAN and KEYS.
#include <charconv>
#include <system_error>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/glob.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

// As C reads an unsigned number: a minus sign counts backwards from its end.
std::uint64_t read_cursor(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = negative || text.starts_with('+') ? text.substr(1) : text;
  std::uint64_t cursor = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), cursor);
  if (text.empty()) return 0;
  if (error != std::errc{} || end != digits.data() + digits.size()) throw CommandError("ERR invalid cursor");
  return negative ? 0 - cursor : cursor;
}

// A star alone is no pattern: the empty key is shown too.
bool is_wanted(std::string_view pattern, std::string_view key) { return pattern == "*" || matches(pattern, key); }

struct ScanOptions {
  std::string_view pattern = "*";
  std::int64_t count = 10;
  std::optional<std::string_view> type;
};

ScanOptions read_options(const Call& call) {
  ScanOptions options;
  for (std::size_t i = 2; i < call.size(); i += 2) {
    if (i + 1 == call.size()) throw CommandError(kSyntaxError);
    if (equals_word(call[i], "count")) {
      options.count = to_integer(call[i + 1]);
      if (options.count < 1) throw CommandError(kSyntaxError);
    } else if (equals_word(call[i], "match")) {
      options.pattern = call[i + 1];
    } else if (equals_word(call[i], "type")) {
      options.type = call[i + 1];
    } else {
      throw CommandError(kSyntaxError);
    }
  }
  return options;
}

Reply scan(Call& call) {
  const std::uint64_t cursor = read_cursor(call[1]);
  const ScanOptions options = read_options(call);
  std::vector<Object*> found;
  const std::uint64_t next = call.engine.keys().scan(cursor, static_cast<std::size_t>(options.count), found);
  std::vector<Reply> names;
  for (Object* object : found) {
    if (!is_wanted(options.pattern, object->key)) continue;
    if (call.engine.is_expired(*object)) {
      call.engine.find(std::string(object->key));  // removes it
      continue;
    }
    if (options.type && !equals_word(*options.type, type_name(object->value))) continue;
    names.push_back(text_reply(std::string_view(object->key)));
  }
  return array_reply({text_reply(std::to_string(next)), array_reply(std::move(names))});
}

Reply keys(Call& call) {
  std::vector<Reply> names;
  for (Object* object : call.engine.keys().all()) {
    if (is_wanted(call[1], object->key) && !call.engine.is_expired(*object)) {
      names.push_back(text_reply(std::string_view(object->key)));
    }
  }
  return array_reply(std::move(names));
}

constexpr Command kCommands[] = {
    {"scan", -2, flags::kReadOnly, {}, scan},
    {"keys", 2, flags::kReadOnly, {}, keys},
};

}  // namespace

Commands scan_commands() { return kCommands; }

}  // namespace stampede::redis::model
