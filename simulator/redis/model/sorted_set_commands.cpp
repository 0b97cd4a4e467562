// Sorted sets: adding, taking, asking for one member.
#include <cmath>

#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"
#include "simulator/redis/model/ranges.h"
#include "simulator/redis/model/score_ranges.h"

namespace stampede::redis::model {
namespace {

struct AddOptions {
  bool only_new = false;
  bool only_existing = false;
  bool only_greater = false;
  bool only_less = false;
  bool counts_changed = false;
  bool increments = false;
  std::size_t first_score = 2;  // of the first pair
};

AddOptions read_options(const Call& call) {
  AddOptions options;
  for (; options.first_score < call.size(); ++options.first_score) {
    const std::string_view word = call[options.first_score];
    if (equals_word(word, "nx")) {
      options.only_new = true;
    } else if (equals_word(word, "xx")) {
      options.only_existing = true;
    } else if (equals_word(word, "gt")) {
      options.only_greater = true;
    } else if (equals_word(word, "lt")) {
      options.only_less = true;
    } else if (equals_word(word, "ch")) {
      options.counts_changed = true;
    } else if (equals_word(word, "incr")) {
      options.increments = true;
    } else {
      break;
    }
  }
  const std::size_t words = call.size() - options.first_score;
  if (words == 0 || words % 2 != 0) throw CommandError(kSyntaxError);
  if (options.only_new && options.only_existing) {
    throw CommandError("ERR XX and NX options at the same time are not compatible");
  }
  if (((options.only_greater || options.only_less) && options.only_new) ||
      (options.only_greater && options.only_less)) {
    throw CommandError("ERR GT, LT, and/or NX options at the same time are not compatible");
  }
  if (options.increments && words > 2) {
    throw CommandError("ERR INCR option supports a single increment-element pair");
  }
  return options;
}

enum class Outcome { nothing, same, updated, added };

Outcome add_member(SortedSet& set, std::string_view name, double& score, const AddOptions& options) {
  const std::optional<double> current = set.score(name);
  if (!current) {
    if (options.only_existing) return Outcome::nothing;
    set.set(name, score);
    return Outcome::added;
  }
  if (options.only_new) return Outcome::nothing;
  if (options.increments) {
    score += *current;
    if (std::isnan(score)) throw CommandError("ERR resulting score is not a number (NaN)");
  }
  if ((options.only_less && score >= *current) || (options.only_greater && score <= *current)) return Outcome::nothing;
  if (score == *current) return Outcome::same;
  set.set(name, score);
  return Outcome::updated;
}

Reply add(Call& call, const AddOptions& options) {
  std::vector<double> scores;
  for (std::size_t i = options.first_score; i < call.size(); i += 2) scores.push_back(to_double(call[i]));
  SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  if (set == nullptr && options.only_existing) return options.increments ? nil_reply() : integer_reply(0);
  if (set == nullptr) set = &call.engine.find_or_add<SortedSet>(call[1]);
  std::int64_t added = 0;
  std::int64_t updated = 0;
  Outcome last = Outcome::nothing;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    last = add_member(*set, call[options.first_score + 2 * i + 1], scores[i], options);
    added += last == Outcome::added ? 1 : 0;
    updated += last == Outcome::updated ? 1 : 0;
  }
  if (added + updated > 0) call.engine.changed(&call.client, call[1]);
  if (!options.increments) return integer_reply(options.counts_changed ? added + updated : added);
  return last == Outcome::nothing ? nil_reply() : text_reply(format_double(scores.back()));
}

Reply zadd(Call& call) { return add(call, read_options(call)); }
Reply zincrby(Call& call) { return add(call, {.increments = true}); }

Reply zrem(Call& call) {
  SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  if (set == nullptr) return integer_reply(0);
  std::int64_t removed = 0;
  for (const std::string_view name : call.words.subspan(2)) removed += set->erase(name) ? 1 : 0;
  if (removed == 0) return integer_reply(0);
  call.engine.remove_if_empty(call[1], *set);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(removed);
}

Reply zscore(Call& call) {
  const SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  const std::optional<double> score = set == nullptr ? std::nullopt : set->score(call[2]);
  return score ? text_reply(format_double(*score)) : nil_reply();
}

Reply zcard(Call& call) {
  const SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  return integer_reply(set == nullptr ? 0 : static_cast<std::int64_t>(set->size()));
}

Reply rank(Call& call, bool reverse) {
  const SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  if (set == nullptr || !set->score(call[2])) return nil_reply();
  const std::size_t ascending = set->rank(call[2]);
  return integer_reply(static_cast<std::int64_t>(reverse ? set->size() - 1 - ascending : ascending));
}

Reply pop(Call& call, bool highest) {
  if (call.size() > 3) throw CommandError(kSyntaxError);
  const std::int64_t count = call.size() == 3 ? to_count(call[2]) : 1;
  SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  if (set == nullptr || count == 0) return array_reply();
  std::vector<Reply> taken;
  for (const Scored& member : members_by_rank(*set, 0, count - 1, highest)) {
    set->erase(member.name);
    taken.push_back(text_reply(std::string_view(member.name)));
    taken.push_back(text_reply(format_double(member.score)));
  }
  call.engine.remove_if_empty(call[1], *set);
  call.engine.changed(&call.client, call[1]);
  return array_reply(std::move(taken));
}

constexpr KeyPositions kOneKey{1, 1, 1};
constexpr unsigned kGrows = flags::kWrite | flags::kDenyOutOfMemory;

constexpr Command kCommands[] = {
    {"zadd", -4, kGrows, kOneKey, zadd},
    {"zincrby", 4, kGrows, kOneKey, zincrby},
    {"zrem", -3, flags::kWrite, kOneKey, zrem},
    {"zscore", 3, flags::kReadOnly, kOneKey, zscore},
    {"zcard", 2, flags::kReadOnly, kOneKey, zcard},
    {"zrank", 3, flags::kReadOnly, kOneKey, [](Call& call) { return rank(call, false); }},
    {"zrevrank", 3, flags::kReadOnly, kOneKey, [](Call& call) { return rank(call, true); }},
    {"zpopmin", -2, flags::kWrite, kOneKey, [](Call& call) { return pop(call, false); }},
    {"zpopmax", -2, flags::kWrite, kOneKey, [](Call& call) { return pop(call, true); }},
};

}  // namespace

Commands sorted_set_commands() { return kCommands; }

}  // namespace stampede::redis::model
