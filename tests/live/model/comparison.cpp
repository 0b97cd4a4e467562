#include "comparison.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

// All expiries of the sequences are multiples of this away, or in this year.
constexpr std::int64_t kStepSeconds = 10;
constexpr std::int64_t kFarSeconds = 4'000'000'000;
// More than any of the former, less than the latter is away.
constexpr std::int64_t kLongSeconds = 100'000'000;

bool by_text(const Reply& a, const Reply& b) { return a.text < b.text; }

void sort_pairs(std::vector<Reply>& elements) {
  std::vector<std::pair<Reply, Reply>> pairs;
  for (std::size_t i = 0; i + 1 < elements.size(); i += 2) pairs.emplace_back(elements[i], elements[i + 1]);
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.first.text < b.first.text; });
  elements.clear();
  for (auto& [field, text] : pairs) {
    elements.push_back(std::move(field));
    elements.push_back(std::move(text));
  }
}

// What remains differs by the time between the two executions.
void round_remaining(Reply& reply, std::int64_t units_per_second) {
  const std::int64_t step = kStepSeconds * units_per_second;
  if (reply.type != Reply::Type::integer || reply.integer < 0) return;
  if (reply.integer > kLongSeconds * units_per_second) {
    reply.integer = kLongSeconds;
  } else {
    reply.integer = (reply.integer + step / 2) / step * step;
  }
}

void blank_moment(Reply& reply, std::int64_t units_per_second) {
  constexpr std::int64_t kThisCentury = 1'000'000'000;
  if (reply.type != Reply::Type::integer || reply.integer > kFarSeconds * units_per_second) return;
  if (reply.integer > kThisCentury * units_per_second) reply.integer = kThisCentury;
}

bool is_text(const Reply& reply, std::string_view text) { return reply.text == text; }

std::string kind_of(const Reply& message) {
  if (message.type != Reply::Type::array || message.elements.size() < 3) return "";
  const std::string& kind = message.elements[0].text;
  if (is_text(message.elements[0], "pmessage")) return kind + message.elements[2].text + message.elements[3].text;
  if (kind == "unsubscribe" || kind == "punsubscribe") return kind;
  return "";
}

}  // namespace

void normalise(const std::vector<std::string>& words, const std::vector<std::vector<std::string>>& queued,
               Reply& reply) {
  static const std::set<std::string> kUnordered = {"smembers", "sunion", "sinter", "sdiff",
                                                   "keys",     "hkeys",  "hvals",  "spop"};
  const std::string name = words.empty() ? "" : to_lower(words[0]);
  if (name == "exec" && reply.type == Reply::Type::array) {
    for (std::size_t i = 0; i < reply.elements.size() && i < queued.size(); ++i) {
      normalise(queued[i], {}, reply.elements[i]);
    }
  } else if (name == "ttl" || name == "pttl") {
    round_remaining(reply, name == "ttl" ? 1 : 1000);
  } else if (name == "expiretime" || name == "pexpiretime") {
    blank_moment(reply, name == "expiretime" ? 1 : 1000);
  } else if (reply.type != Reply::Type::array) {
    if (name == "info" || name == "memory") reply = {};
  } else if (kUnordered.contains(name) || (name == "pubsub" && equals_word(words[1], "channels"))) {
    std::sort(reply.elements.begin(), reply.elements.end(), by_text);
  } else if (name == "hgetall") {
    sort_pairs(reply.elements);
  } else if (name == "scan" && words.size() > 1 && words[1] != "0") {
    reply.elements.clear();
  } else if (name == "scan" && reply.elements.size() == 2) {
    std::sort(reply.elements[1].elements.begin(), reply.elements[1].elements.end(), by_text);
  } else if (name == "time") {
    reply.elements.clear();
  }
}

void sort_simultaneous(std::vector<Reply>& messages) {
  for (auto begin = messages.begin(); begin != messages.end();) {
    const std::string kind = kind_of(*begin);
    auto end = std::next(begin);
    if (!kind.empty()) {
      while (end != messages.end() && kind_of(*end) == kind) ++end;
      std::vector<std::string> names;
      for (auto message = begin; message != end; ++message) names.push_back(message->elements[1].text);
      std::sort(names.begin(), names.end());
      for (auto message = begin; message != end; ++message) {
        message->elements[1].text = names[static_cast<std::size_t>(message - begin)];
      }
    }
    begin = end;
  }
}

bool are_equal(const Reply& a, const Reply& b) {
  return a.type == b.type && a.integer == b.integer && a.text == b.text &&
         std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end(), are_equal);
}

}  // namespace stampede::redis::model
