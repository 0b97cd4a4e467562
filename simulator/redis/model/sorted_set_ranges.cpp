// Sorted sets: ZRANGE and its relatives.
#include "simulator/redis/model/engine.h"
#include "simulator/redis/model/numbers.h"
#include "simulator/redis/model/score_ranges.h"

namespace stampede::redis::model {
namespace {

enum class By { any, rank, score };
enum class Direction { any, forward, reverse };

struct RangeOptions {
  By by;
  Direction direction;
  bool with_scores = false;
  std::int64_t offset = 0;
  std::int64_t limit = -1;
};

RangeOptions read_options(const Call& call, By by, Direction direction) {
  RangeOptions options{by, direction};
  for (std::size_t i = 4; i < call.size(); ++i) {
    if (equals_word(call[i], "withscores")) {
      options.with_scores = true;
    } else if (equals_word(call[i], "limit") && i + 2 < call.size()) {
      options.offset = to_integer(call[i + 1]);
      options.limit = to_integer(call[i + 2]);
      i += 2;
    } else if (direction == Direction::any && options.direction == Direction::any && equals_word(call[i], "rev")) {
      options.direction = Direction::reverse;
    } else if (by == By::any && options.by == By::any && equals_word(call[i], "byscore")) {
      options.by = By::score;
    } else {
      throw CommandError(kSyntaxError);
    }
  }
  if (options.limit != -1 && options.by != By::score) {
    throw CommandError("ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
  }
  return options;
}

Reply range(Call& call, By by, Direction direction) {
  const RangeOptions options = read_options(call, by, direction);
  const bool reverse = options.direction == Direction::reverse;
  std::vector<Scored> members;
  if (options.by == By::score) {
    const ScoreRange scores = reverse ? read_score_range(call[3], call[2]) : read_score_range(call[2], call[3]);
    const SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
    if (set != nullptr) members = members_by_score(*set, scores, reverse, options.offset, options.limit);
  } else {
    const std::int64_t first = to_integer(call[2]);
    const std::int64_t last = to_integer(call[3]);
    const SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
    if (set != nullptr) members = members_by_rank(*set, first, last, reverse);
  }
  std::vector<Reply> shown;
  for (Scored& member : members) {
    shown.push_back(text_reply(std::move(member.name)));
    if (options.with_scores) shown.push_back(text_reply(format_double(member.score)));
  }
  return array_reply(std::move(shown));
}

Reply zcount(Call& call) {
  const ScoreRange scores = read_score_range(call[2], call[3]);
  const SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  if (set == nullptr) return integer_reply(0);
  const auto [first, end] = find_range(*set, scores);
  return integer_reply(std::distance(first, end));
}

Reply remove(Call& call, SortedSet& set, const std::vector<Scored>& members) {
  if (members.empty()) return integer_reply(0);
  for (const Scored& member : members) set.erase(member.name);
  call.engine.remove_if_empty(call[1], set);
  call.engine.changed(&call.client, call[1]);
  return integer_reply(static_cast<std::int64_t>(members.size()));
}

Reply zremrangebyscore(Call& call) {
  const ScoreRange scores = read_score_range(call[2], call[3]);
  SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  return set == nullptr ? integer_reply(0) : remove(call, *set, members_by_score(*set, scores, false, 0, -1));
}

Reply zremrangebyrank(Call& call) {
  const std::int64_t first = to_integer(call[2]);
  const std::int64_t last = to_integer(call[3]);
  SortedSet* set = call.engine.find_as<SortedSet>(call[1]);
  return set == nullptr ? integer_reply(0) : remove(call, *set, members_by_rank(*set, first, last, false));
}

constexpr KeyPositions kOneKey{1, 1, 1};

constexpr Command kCommands[] = {
    {"zrange", -4, flags::kReadOnly, kOneKey, [](Call& call) { return range(call, By::any, Direction::any); }},
    {"zrevrange", -4, flags::kReadOnly, kOneKey, [](Call& call) { return range(call, By::rank, Direction::reverse); }},
    {"zrangebyscore", -4, flags::kReadOnly, kOneKey,
     [](Call& call) { return range(call, By::score, Direction::forward); }},
    {"zrevrangebyscore", -4, flags::kReadOnly, kOneKey,
     [](Call& call) { return range(call, By::score, Direction::reverse); }},
    {"zcount", 4, flags::kReadOnly, kOneKey, zcount},
    {"zremrangebyscore", 4, flags::kWrite, kOneKey, zremrangebyscore},
    {"zremrangebyrank", 4, flags::kWrite, kOneKey, zremrangebyrank},
};

}  // namespace

Commands sorted_set_range_commands() { return kCommands; }

}  // namespace stampede::redis::model
