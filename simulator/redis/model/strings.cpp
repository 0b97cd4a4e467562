// SET, GET and what else works on texts.
#include <algorithm>
#include <limits>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/expiry.h"
#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

constexpr std::int64_t kLongestText = 512LL * 1024 * 1024;

Reply get(Call& call) {
  const std::string* text = call.engine.find_as<std::string>(call[1]);
  return text == nullptr ? nil_reply() : text_reply(std::string_view(*text));
}

struct SetOptions {
  bool only_new = false;
  bool only_existing = false;
  bool gets = false;
  bool keeps_expiry = false;
  std::optional<ExpiryOption> expiry{};
};

SetOptions read_set_options(const Call& call) {
  SetOptions options;
  std::string_view expiry_word;
  for (std::size_t i = 3; i < call.size(); ++i) {
    if (equals_word(call[i], "nx") && !options.only_existing) {
      options.only_new = true;
    } else if (equals_word(call[i], "xx") && !options.only_new) {
      options.only_existing = true;
    } else if (equals_word(call[i], "get")) {
      options.gets = true;
    } else if (equals_word(call[i], "keepttl") && !options.expiry) {
      options.keeps_expiry = true;
    } else if (const auto expiry = read_expiry_option(call, i); expiry && !options.keeps_expiry) {
      // The same one may come twice.
      if (options.expiry && !equals_word(call[i], to_lower(expiry_word))) throw CommandError(kSyntaxError);
      options.expiry = expiry;
      expiry_word = call[i++];
    } else {
      throw CommandError(kSyntaxError);
    }
  }
  return options;
}

// Empty: it was not set.
bool store(Call& call, const SetOptions& options, std::string_view text) {
  const bool exists = call.engine.find(call[1]) != nullptr;
  if ((options.only_new && exists) || (options.only_existing && !exists)) return false;
  call.engine.put(call[1], std::string(text), options.keeps_expiry);
  if (options.expiry) call.engine.keys().set_expiry(*call.engine.keys().find(call[1]), options.expiry->unix_ms(call));
  call.engine.changed(&call.client, call[1]);
  return true;
}

Reply set(Call& call) {
  const SetOptions options = read_set_options(call);
  if (options.expiry) options.expiry->unix_ms(call);  // a wrong one comes before a wrong type
  Reply before = options.gets ? get(call) : nil_reply();
  const bool is_set = store(call, options, call[2]);
  if (options.gets) return before;
  return is_set ? ok_reply() : nil_reply();
}

Reply setnx(Call& call) { return integer_reply(store(call, {.only_new = true}, call[2]) ? 1 : 0); }

Reply set_with_expiry(Call& call, bool is_in_seconds) {
  const ExpiryOption expiry{is_in_seconds, false, call[2]};
  expiry.unix_ms(call);
  store(call, {.expiry = expiry}, call[3]);
  return ok_reply();
}

Reply getset(Call& call) {
  Reply before = get(call);
  store(call, {}, call[2]);
  return before;
}

Reply getdel(Call& call) {
  Reply before = get(call);
  if (before.is_nil()) return before;
  call.engine.remove(*call.engine.find(call[1]));
  call.engine.changed(&call.client, call[1]);
  return before;
}

Reply getex(Call& call) {
  bool persists = false;
  std::optional<ExpiryOption> option;
  std::string_view option_word;
  for (std::size_t i = 2; i < call.size(); ++i) {
    if (equals_word(call[i], "persist") && !option) {
      persists = true;
    } else if (const auto expiry = read_expiry_option(call, i); expiry && !persists) {
      if (option && !equals_word(call[i], to_lower(option_word))) throw CommandError(kSyntaxError);
      option = expiry;
      option_word = call[i++];
    } else {
      throw CommandError(kSyntaxError);
    }
  }
  Reply text = get(call);
  if (text.is_nil()) return text;
  Object& object = *call.engine.find(call[1]);
  if (option) {
    const std::int64_t when_ms = option->unix_ms(call);
    if (option->is_absolute && when_ms <= call.engine.now_ms()) {
      call.engine.remove(object);
    } else {
      call.engine.keys().set_expiry(object, when_ms);
    }
  } else if (persists && object.expiry_ms != kNoExpiry) {
    call.engine.keys().set_expiry(object, kNoExpiry);
  } else {
    return text;
  }
  call.engine.changed(&call.client, call[1]);
  return text;
}

Reply mget(Call& call) {
  std::vector<Reply> texts;
  texts.reserve(call.size() - 1);
  for (const std::string_view key : call.words.subspan(1)) {
    const Object* object = call.engine.find(key);
    const std::string* text = object == nullptr ? nullptr : std::get_if<std::string>(&object->value);
    texts.push_back(text == nullptr ? nil_reply() : text_reply(std::string_view(*text)));
  }
  return array_reply(std::move(texts));
}

void require_pairs(const Call& call) {
  if (call.size() % 2 == 0) {
    throw CommandError("ERR wrong number of arguments for '" + std::string(call.command.name) + "' command");
  }
}

void set_all(Call& call) {
  for (std::size_t i = 1; i < call.size(); i += 2) {
    call.engine.put(call[i], std::string(call[i + 1]));
    call.engine.changed(&call.client, call[i]);
  }
}

Reply mset(Call& call) {
  require_pairs(call);
  set_all(call);
  return ok_reply();
}

Reply msetnx(Call& call) {
  require_pairs(call);
  for (std::size_t i = 1; i < call.size(); i += 2) {
    if (call.engine.find(call[i]) != nullptr) return integer_reply(0);
  }
  set_all(call);
  return integer_reply(1);
}

Reply append(Call& call) {
  std::string* text = call.engine.find_as<std::string>(call[1]);
  if (text == nullptr) text = &std::get<std::string>(call.engine.add(call[1], std::string()).value);
  text->append(call[2]);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(static_cast<std::int64_t>(text->size()));
}

Reply strlen(Call& call) {
  const std::string* text = call.engine.find_as<std::string>(call[1]);
  return integer_reply(text == nullptr ? 0 : static_cast<std::int64_t>(text->size()));
}

Reply setrange(Call& call) {
  const std::int64_t offset = to_integer(call[2]);
  if (offset < 0) throw CommandError("ERR offset is out of range");
  std::string* text = call.engine.find_as<std::string>(call[1]);
  const std::string_view patch = call[3];
  if (patch.empty()) return integer_reply(text == nullptr ? 0 : static_cast<std::int64_t>(text->size()));
  const auto patch_bytes = static_cast<std::int64_t>(patch.size());
  if (offset > kLongestText - patch_bytes) {
    throw CommandError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
  }
  if (text == nullptr) text = &std::get<std::string>(call.engine.add(call[1], std::string()).value);
  const auto end = static_cast<std::size_t>(offset + patch_bytes);
  if (text->size() < end) text->resize(end);
  text->replace(static_cast<std::size_t>(offset), patch.size(), patch);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(static_cast<std::int64_t>(text->size()));
}

Reply getrange(Call& call) {
  std::int64_t first = to_integer(call[2]);
  std::int64_t last = to_integer(call[3]);
  const std::string* text = call.engine.find_as<std::string>(call[1]);
  if (text == nullptr || (first < 0 && last < 0 && first > last)) return text_reply("");
  const auto size = static_cast<std::int64_t>(text->size());
  if (first < 0) first = std::max<std::int64_t>(0, first + size);
  if (last < 0) last = std::max<std::int64_t>(0, last + size);
  last = std::min(last, size - 1);
  if (first > last || size == 0) return text_reply("");
  return text_reply(text->substr(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first + 1)));
}

constexpr KeyPositions kOneKey{1, 1, 1};
constexpr KeyPositions kAllKeys{1, -1, 1};
constexpr KeyPositions kPairs{1, -1, 2};
constexpr unsigned kGrows = flags::kWrite | flags::kDenyOutOfMemory;

constexpr Command kCommands[] = {
    {"get", 2, flags::kReadOnly, kOneKey, get},
    {"set", -3, kGrows, kOneKey, set},
    {"setnx", 3, kGrows, kOneKey, setnx},
    {"setex", 4, kGrows, kOneKey, [](Call& call) { return set_with_expiry(call, true); }},
    {"psetex", 4, kGrows, kOneKey, [](Call& call) { return set_with_expiry(call, false); }},
    {"getset", 3, kGrows, kOneKey, getset},
    {"getdel", 2, flags::kWrite, kOneKey, getdel},
    {"getex", -2, flags::kWrite, kOneKey, getex},
    {"mget", -2, flags::kReadOnly, kAllKeys, mget},
    {"mset", -3, kGrows, kPairs, mset},
    {"msetnx", -3, kGrows, kPairs, msetnx},
    {"append", 3, kGrows, kOneKey, append},
    {"strlen", 2, flags::kReadOnly, kOneKey, strlen},
    {"setrange", 4, kGrows, kOneKey, setrange},
    {"getrange", 4, flags::kReadOnly, kOneKey, getrange},
    {"substr", 4, flags::kReadOnly, kOneKey, getrange},
};

}  // namespace

Commands string_commands() { return kCommands; }

}  // namespace stampede::redis::model
